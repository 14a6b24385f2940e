using Microsoft.AspNetCore.Http;
using Perennial.Http;

namespace Perennial.Rules;

/// <summary>
/// Brings a request into the one shape that everything behind decides by: nothing routed, one spelling of escapes, and the
/// one base path of the site in its one spelling, whoever took it off.
/// </summary>
internal sealed class RequestNormalizer(RuleTable table, PublicPaths paths)
{
    public bool Begin(HttpContext context)
    {
        ForgetEarlierPass(context);
        var request = context.Request;
        if (request.Path.Value is { } path && PathText.WithOneEscape(path) is var spelled && !ReferenceEquals(spelled, path))
        {
            request.Path = spelled;
        }

        if (request is { PathBase.HasValue: true, Path.HasValue: false })
        {
            // The base alone is the page below it: links and redirects lead to it without a slash.
            request.Path = "/";
        }

        if (table.BasePath.Length > 0)
        {
            Join(request, table.BasePath);
            return false;
        }

        return paths.BasePath is { Length: > 0 } ours && Enter(request, ours);
    }

    // A request may come by twice: for an error page, or because something in front tries another path.
    private static void ForgetEarlierPass(HttpContext context)
    {
        EarlyAuthorization.Note(context);
        if (!SelectedEndpoint.IsChosenByApp(context))
        {
            SelectedEndpoint.Forget(context);
        }

        if (RequestState.Find(context) is { } state)
        {
            (state.MatchedRewrite, state.OriginalPath) = (null, null);
        }
    }

    private static void Join(HttpRequest request, string basePath)
    {
        if (request.PathBase.HasValue
            && request.PathBase.Value + request.Path.Value is var whole
            && RequestPath.Below(PathText.Canonical(whole), basePath) is not null)
        {
            (request.PathBase, request.Path) = (PathString.Empty, whole);
        }
    }

    private static bool Enter(HttpRequest request, string ours)
    {
        if (request.PathBase.Value is not { Length: > 0 } taken)
        {
            // What the app asks itself for (a picture) has not passed what stands in front.
            if (RequestPath.Below(request.Path.Value ?? "/", ours) is { } below)
            {
                (request.PathBase, request.Path) = (ours, below);
            }

            return false;
        }

        if (!taken.Equals(ours, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        request.PathBase = ours;
        return taken != ours;
    }
}
