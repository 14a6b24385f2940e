using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Caching;
using Perennial.Http;
using Perennial.Pages.Rendering;

namespace Perennial.Pages;

internal sealed class PageResolver(Pipeline pipeline, AddressReader addresses, Sites sites, PublicPaths paths, IRewriteLookup rewrites,
    IServiceScopeFactory scopes)
{
    public string BasePath => paths.BasePath;

    public Task<PageAddress?> ResolveAsync(string pathAndQuery)
    {
        var end = pathAndQuery.IndexOf('?', StringComparison.Ordinal);
        return ResolveAsync(CacheTag.Path(pathAndQuery), end < 0 ? "" : pathAndQuery[end..]);
    }

    public async Task<PageAddress?> ResolveAsync(CacheTag tag, string query = "")
    {
        var path = tag.Value;
        await using var scope = scopes.CreateAsyncScope();
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature
        {
            Method = HttpMethods.Get,
            Scheme = sites.Main.Scheme,
            PathBase = paths.BasePath,
            Path = path,
            QueryString = query,
        });
        features.Set<IHttpResponseFeature>(new HttpResponseFeature());
        var context = new DefaultHttpContext(features) { RequestServices = scope.ServiceProvider };
        context.Request.Host = Sites.HostOf(sites.Main);
        await pipeline.Route(context);
        if (rewrites.Find(path, context.Request.QueryString, context.GetEndpoint()) is { } rewrite)
        {
            await FollowAsync(context, path, rewrite);
        }

        return context.GetEndpoint()?.Metadata.GetMetadata<PageDefinition>() is { } page ? addresses.Read(context, page) : null;
    }

    // A rewrite to another origin is a page of its own; one within the app is only another name of a page.
    private async Task FollowAsync(HttpContext context, string path, RewriteTarget rewrite)
    {
        RequestState.Of(context).MatchedRewrite = rewrite.External ?? throw new PerennialException(
            "PER1121", $"'{path}' is only the source of a rewrite; the page that answers it is '{rewrite.Destination}'. Name that one.");
        SelectedEndpoint.Forget(context);
        await pipeline.Route(context);
    }
}
