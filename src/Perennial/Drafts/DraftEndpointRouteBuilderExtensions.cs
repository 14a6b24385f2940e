using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Perennial.Drafts;

/// <summary>The two links of a preview: in, and out again.</summary>
public static class DraftEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps the link that a content system opens a preview by: <c>?secret=…&amp;slug=…</c>. A wrong secret or no slug is 401
    /// <c>Invalid token</c>, a slug that nothing is found for is 401 <c>Invalid slug</c>; otherwise draft mode is turned on, and
    /// the browser sent to the path that was found.
    /// </summary>
    /// <typeparam name="TContent">The service that finds content, taken from the request's services.</typeparam>
    /// <param name="endpoints">The app.</param>
    /// <param name="pattern">The link's path, for example <c>/api/draft</c>.</param>
    /// <param name="secret">What the content system knows. Without one nothing can be turned on, and the log says so.</param>
    /// <param name="resolve">
    /// Finds the content that a slug names, published or not, and gives its path on this site, for example <c>/blog/post-1</c>;
    /// null when there is none. The browser is sent there and never to what the link says.
    /// </param>
    public static IEndpointConventionBuilder MapDraft<TContent>(
        this IEndpointRouteBuilder endpoints,
        [StringSyntax("Route")] string pattern,
        string? secret,
        Func<TContent, string, CancellationToken, ValueTask<string?>> resolve)
        where TContent : notnull
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(resolve);
        var expected = new DraftSecret(secret);
        return endpoints.MapGet(pattern, (RequestDelegate)(context => Links(context).EnterAsync(
            context,
            expected,
            slug => resolve(context.RequestServices.GetRequiredService<TContent>(), slug, context.RequestAborted))));
    }

    /// <summary>
    /// Maps the link that turns draft mode off, for GET and POST. The browser is sent to the path in <c>?path=</c> if that is one
    /// of this site, else to <c>/</c>. Prefetches are refused, so that a link to it may stand on any page.
    /// </summary>
    /// <param name="endpoints">The app.</param>
    /// <param name="pattern">The link's path, for example <c>/api/disable-draft</c>.</param>
    public static IEndpointConventionBuilder MapDraftExit(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        return endpoints.MapMethods(pattern, [HttpMethods.Get, HttpMethods.Post], (RequestDelegate)(context => Links(context).LeaveAsync(context)));
    }

    // Found when it is needed: while the app is mapped its settings have not been looked at yet.
    private static DraftLinks Links(HttpContext context) => context.RequestServices.GetRequiredService<DraftLinks>();
}
