using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using Perennial.Http;

namespace Perennial.Pages.Rendering;

/// <summary>A request that nobody sent: the address, and nothing of any visitor, so that an undetected read finds nothing.</summary>
internal static class SyntheticRequest
{
    /// <summary>From the block reserved for documentation (RFC 5737): neither loopback, which some apps trust, nor anybody's.</summary>
    private static readonly IPAddress Nobody = IPAddress.Parse("192.0.2.1");

    public static FeatureCollection Create(RenderState render, SyntheticResponse response, PublicPaths paths)
    {
        var address = render.Address;
        var features = Create(
            address.Site, address.PathBase, paths.Of(address.Path), address.QueryString().Value ?? "", "text/html,application/xhtml+xml,*/*;q=0.8",
            response);
        features.Set(new PageRequestState { Render = render });
        if (address.Page.Rewrite is { } rewrite)
        {
            features.GetRequiredFeature<RequestState>().MatchedRewrite = rewrite.Match(address.Path, address.QueryString());
        }
        else
        {
            // To a cache in the app's own pipeline (UseResponseCaching): what is made now must be new, and is kept elsewhere.
            features.GetRequiredFeature<IHttpRequestFeature>().Headers.CacheControl = "no-cache, no-store";
            features.Set<IHttpResponseTrailersFeature>(response);
        }

        return features;
    }

    /// <summary>A request for anything else that the app answers.</summary>
    public static FeatureCollection Create(
        Uri site, string pathBase, string path, string query, string accept, SyntheticResponse response)
    {
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(Request(site, pathBase, path, query, accept));
        features.Set<IHttpResponseFeature>(response);
        features.Set<IHttpResponseBodyFeature>(response);
        features.Set<IHttpRequestLifetimeFeature>(response);
        features.Set<IHttpConnectionFeature>(new HttpConnectionFeature
        {
            ConnectionId = "prerender",
            RemoteIpAddress = Nobody,
            LocalIpAddress = Nobody,
            RemotePort = 0,
            LocalPort = site.Port,
        });
        features.Set<IHttpMaxRequestBodySizeFeature>(new NoBody());
        features.Set(new RequestState { IsSynthetic = true, IsDraft = false });
        features.Set(new SiteFeature(site));
        return features;
    }

    private static HttpRequestFeature Request(Uri site, string pathBase, string path, string query, string accept) => new()
    {
        Method = HttpMethods.Get,
        Protocol = HttpProtocol.Http11,
        Scheme = site.Scheme,
        PathBase = pathBase,
        Path = path,
        QueryString = query,
        RawTarget = new PathString(pathBase + path).ToUriComponent() + query,
        Headers = new HeaderDictionary
        {
            [HeaderNames.Host] = Sites.HostOf(site).ToUriComponent(),
            [HeaderNames.Accept] = accept,
        },
        Body = Stream.Null,
    };

    private sealed class NoBody : IHttpMaxRequestBodySizeFeature
    {
        public bool IsReadOnly => true;

        public long? MaxRequestBodySize { get; set; } = 0;
    }
}
