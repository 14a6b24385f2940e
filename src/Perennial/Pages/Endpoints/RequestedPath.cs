using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Perennial.Caching;
using Perennial.Http;
using Perennial.Pages.Front;

namespace Perennial.Pages.Endpoints;

internal sealed class RequestedPath(PublicPaths paths, ILogger<RequestedPath> logger)
{
    private bool _hasWarned;

    /// <summary>Whether key and render would come from two paths, from a base path that only this request has, or from routes that stand in front.</summary>
    public bool IsOtherPath(HttpContext context)
    {
        if (!paths.Knows(context.Request.PathBase))
        {
            if (!Interlocked.Exchange(ref _hasWarned, true))
            {
                Log.UnknownBase(logger, context.Request.PathBase.Value!);
            }

            return true;
        }

        if (PageRequestState.InPass(context) is { } pass)
        {
            return !pass.IsChosenFor(context.Request);
        }

        // A branch in front has routes of its own, and a render, which goes the way behind, would find others under the same
        // names. (What the app asks of itself comes from behind as well.)
        return PageRequestState.Find(context)?.Source is null;
    }

    public string? Canonical(HttpContext context, string path)
    {
        var request = context.Request;
        var (asked, query) = (request.Path, request.QueryString);
        if (RequestState.Find(context)?.OriginalPath is { } visitor)
        {
            // After a rewrite the page's path is internal: a redirect to it would reveal the destination.
            (asked, query) = (visitor.Path, visitor.Query);
            path = PathText.Canonical(asked.Value ?? "/");
        }

        var published = paths.For(path, asked.Value ?? "/");
        return published == (asked.Value ?? "/")
            ? null
            : request.PathBase.ToUriComponent() + PathText.Encode(published) + query.ToUriComponent();
    }
}
