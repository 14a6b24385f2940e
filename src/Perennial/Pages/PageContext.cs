using Microsoft.AspNetCore.Http;
using Perennial.Caching;
using Perennial.Caching.Flights;
using Perennial.Drafts;
using Perennial.Http;
using Perennial.Pages.Endpoints;
using Perennial.Pages.Recording;
using Perennial.Pages.Rendering;

namespace Perennial.Pages;

// Outside of a render that may be kept, tags and lifetimes have no effect.
internal sealed class PageContext(CurrentRequest request, DraftGate drafts, Sites sites) : IPageContext
{
    public bool IsDraft => request.Context is { } context && drafts.IsDraft(context);

    public Uri SiteUrl => request.Context is { } context
        ? PageRequestState.Find(context)?.Render?.Address.Site ?? sites.Of(context.Request)
        : sites.Main;

    public void Tag(params string[] tags)
    {
        ArgumentNullException.ThrowIfNull(tags);
        foreach (var tag in tags.Select(CacheTag.User))
        {
            RenderScope.Current?.Add(tag);
        }
    }

    public void RevalidateAfter(int seconds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(seconds, 1);
        RenderScope.Current?.Shorten(Lifetime.Of(seconds));
    }

    public void Redirect(string location, bool permanent = false)
    {
        ArgumentNullException.ThrowIfNull(location);
        if (!PathText.IsLocal(location) && !IsAbsolute(location))
        {
            throw new PerennialException(
                "PER2104", $"'{location}' is no place to redirect to. Give a path of this site ('/blog/new') or an http(s) URL.");
        }

        var response = request.Context?.Response
            ?? throw new PerennialException("PER2104", $"Nobody can be redirected to '{location}' outside of a request.");
        if (response.HasStarted)
        {
            throw new PerennialException(
                "PER2104", $"The response has begun, so it cannot become a redirect to '{location}'. Redirect before the first await that streams.");
        }

        SuppressibleResponseBody.Silence(response.HttpContext);
        response.StatusCode = permanent ? StatusCodes.Status308PermanentRedirect : StatusCodes.Status307TemporaryRedirect;
        response.Headers.Location = PathText.IsLocal(location) ? PathText.ToLocation(location) : new Uri(location).AbsoluteUri;
    }

    public ValueTask ConnectionAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Recorder.Of(request.Context)?.NoteRead("the connection (ConnectionAsync)");
        if (RenderScope.Current is not null)
        {
            throw new VisitorNeededException();
        }

        return ValueTask.CompletedTask;
    }

    private static bool IsAbsolute(string location) =>
        Uri.TryCreate(location, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";
}

internal sealed class VisitorNeededException()
    : Exception("This page waits for a visitor, and this render has none. Perennial renders it for each request instead.");
