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

    public static FeatureCollection Create(PrerenderFeature prerender, SyntheticResponse response, CancellationToken aborted)
    {
        var address = prerender.Address;
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(Request(address));
        features.Set<IHttpResponseFeature>(response);
        features.Set<IHttpResponseBodyFeature>(response);
        features.Set<IHttpRequestLifetimeFeature>(new Lifetime { RequestAborted = aborted });
        features.Set<IHttpConnectionFeature>(new HttpConnectionFeature
        {
            ConnectionId = "prerender",
            RemoteIpAddress = Nobody,
            LocalIpAddress = Nobody,
            RemotePort = 0,
            LocalPort = address.Site.Port,
        });
        features.Set<IHttpMaxRequestBodySizeFeature>(new NoBody());
        features.Set(prerender);
        if (address.Page.Endpoint.Metadata.GetMetadata<ExternalRewrite>() is { } rewrite)
        {
            features.Set(rewrite.Match(address.Path, address.QueryString()));
        }

        return features;
    }

    private static HttpRequestFeature Request(PageAddress address)
    {
        var query = address.QueryString().Value ?? "";
        return new()
        {
            Method = HttpMethods.Get,
            Protocol = HttpProtocol.Http11,
            Scheme = address.Site.Scheme,
            PathBase = address.PathBase,
            Path = address.Path,
            QueryString = query,
            RawTarget = new PathString(address.PathBase + address.Path).ToUriComponent() + query,
            Headers = new HeaderDictionary
            {
                [HeaderNames.Host] = Sites.HostOf(address.Site).ToUriComponent(),
                [HeaderNames.Accept] = "text/html,application/xhtml+xml,*/*;q=0.8",
            },
            Body = Stream.Null,
        };
    }

    private sealed class Lifetime : IHttpRequestLifetimeFeature
    {
        public CancellationToken RequestAborted { get; set; }

        public void Abort()
        {
        }
    }

    private sealed class NoBody : IHttpMaxRequestBodySizeFeature
    {
        public bool IsReadOnly => true;

        public long? MaxRequestBodySize { get; set; } = 0;
    }
}
