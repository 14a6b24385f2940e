using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Caching;
using Perennial.Http;
using Perennial.Pages.Rendering;

namespace Perennial.Pages;

/// <summary>Finds the page that answers a path, by asking the app's own routing.</summary>
internal sealed class PageResolver(Pipeline pipeline, AddressReader addresses, Sites sites, PublicPaths paths, IRewriteLookup rewrites,
    IServiceScopeFactory scopes)
{
    /// <summary>Below which every path that is named here lies.</summary>
    public string BasePath => paths.BasePath;

    /// <param name="pathAndQuery">A path, percent-encoded or not, perhaps with a query.</param>
    /// <returns>The address, or null when no page answers it.</returns>
    /// <exception cref="PerennialException">PER2102: not a path; PER1121: it is only the source of a rewrite within the app.</exception>
    public Task<PageAddress?> ResolveAsync(string pathAndQuery)
    {
        var end = pathAndQuery.IndexOf('?', StringComparison.Ordinal);
        return ResolveAsync(CacheTag.Path(pathAndQuery), end < 0 ? "" : pathAndQuery[end..]);
    }

    /// <param name="tag">The tag of a path.</param>
    /// <param name="query">Empty, or with its question mark.</param>
    /// <returns>The address, or null when no page answers it.</returns>
    /// <exception cref="PerennialException">PER1121: it is only the source of a rewrite within the app.</exception>
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

    /// <summary>A rewrite to another origin is a page of its own; one within the app is another page's second name, and has no entry.</summary>
    private async Task FollowAsync(HttpContext context, string path, RewriteNote rewrite)
    {
        context.Features.Set(rewrite.External ?? throw new PerennialException(
            "PER1121", $"'{path}' is only the source of a rewrite; the page that answers it is '{rewrite.Destination}'. Name that one."));
        Routed.Forget(context);
        await pipeline.Route(context);
    }
}
