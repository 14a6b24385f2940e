using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Perennial.Caching;
using Perennial.Http;

namespace Perennial.Pages;

/// <summary>What the path of a visit says: whether it is the page's own spelling, and whether the page may be kept under it.</summary>
internal sealed class AskedPath(PublicPaths paths, ILogger<AskedPath> logger)
{
    private bool _hasWarned;

    /// <summary>Whether an address lies below the site's own base.</summary>
    public bool IsOfSite(PageAddress address) => address.PathBase == paths.BasePath;

    /// <summary>Whether key and render would come from two paths, from a base path that only this request has, or from routes that stand in front.</summary>
    public bool IsElsewhere(HttpContext context)
    {
        if (!paths.Knows(context.Request.PathBase))
        {
            if (!Interlocked.Exchange(ref _hasWarned, true))
            {
                Log.UnknownBase(logger, context.Request.PathBase.Value!);
            }

            return true;
        }

        if (context.Features.Get<FrontPass>() is { } pass)
        {
            return !pass.IsChosenFor(context.Request);
        }

        // A branch in front has routes of its own, and a render, which goes the way behind, would find others under the same
        // names. (What the app asks of itself comes from behind as well.)
        return context.Features.Get<AnsweredFrom>() is null;
    }

    /// <summary>Where a visitor is sent who asked for another spelling of a page's path; null when he asked for the right one.</summary>
    /// <param name="context">His request.</param>
    /// <param name="path">The page's canonical path.</param>
    public string? Canonical(HttpContext context, string path)
    {
        var request = context.Request;
        var (asked, query) = (request.Path, request.QueryString);
        if (context.Features.Get<VisitorPath>() is { } visitor)
        {
            // The page's path is where a rewrite led, and none of the visitor's business.
            (asked, query) = (visitor.Path, visitor.Query);
            path = PathText.Canonical(asked.Value ?? "/");
        }

        var published = paths.For(path, asked.Value ?? "/");
        return published == (asked.Value ?? "/")
            ? null
            : request.PathBase.ToUriComponent() + PathText.Encode(published) + query.ToUriComponent();
    }

    public static bool IsMalformed(HttpContext context) =>
        RawTarget.Check(context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "", context.Request.Path.Value ?? "/")
            is RawTarget.Verdict.Malformed;
}
