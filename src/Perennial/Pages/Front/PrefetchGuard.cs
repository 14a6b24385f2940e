using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticAssets;
using Perennial.Deployment;
using Perennial.Http;

namespace Perennial.Pages.Front;

/// <summary>
/// Refuses what our own script asks for ahead of the visitor when it is no page: a link to an endpoint may log him out, or
/// leave a draft, and nobody has followed it. Only refuses, and lets no cache keep that, so who forges the marks gains nothing.
/// </summary>
internal sealed class PrefetchGuard
{
    private const string Purpose = "Purpose";
    private const string SpeculationTags = "Sec-Speculation-Tags";
    private const string Tag = "\"perennial\"";

    public bool Refuses(HttpContext context)
    {
        if (context.GetEndpoint() is not { } endpoint || endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null)
        {
            return false;
        }

        var headers = context.Request.Headers;

        // Browsers do not keep the response of a dynamic page to a prefetch, so rendering it would be wasted.
        return endpoint.Metadata.GetMetadata<PageDefinition>() is { } page
            ? !page.IsKept && IsFetched(headers)
            : IsFetched(headers) || IsSpeculated(headers);
    }

    /// <summary>503 tells a browser to do without (Speculation Rules, "the server may refuse"); a 204 would be taken for the page.</summary>
    public Task AnswerAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.CacheControl = FreshnessHeaders.Private;
        return Task.CompletedTask;
    }

    private static bool IsFetched(IHeaderDictionary headers) =>
        headers.ContainsKey(DeploymentIdentity.Header) && headers[Purpose] is ["prefetch"];

    private static bool IsSpeculated(IHeaderDictionary headers) =>
        headers.TryGetValue(SpeculationTags, out var tags) && tags.ToString().Contains(Tag, StringComparison.Ordinal);
}
