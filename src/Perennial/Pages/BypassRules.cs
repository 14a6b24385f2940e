using Microsoft.AspNetCore.Http;
using Perennial.Drafts;
using Perennial.Http;

namespace Perennial.Pages;

/// <summary>
/// Which requests for another server's page must reach that server, although the page is kept here: all that it could
/// answer otherwise than a visitor of whom nothing is known.
/// </summary>
internal static class BypassRules
{
    /// <summary>
    /// Next.js' client asks for parts of a page under the page's own URL. Its Vary says so; but the first to ask must not
    /// depend on that.
    /// </summary>
    private static readonly string[] ClientNavigation =
    [
        "RSC", "Next-Router-State-Tree", "Next-Router-Prefetch", "Next-Router-Segment-Prefetch", "Next-Url", "Next-Action",
        "X-Nextjs-Data", "X-Middleware-Prefetch",
    ];

    public static bool Applies(HttpRequest request, PageDefinition page)
    {
        var headers = request.Headers;
        return headers.Authorization.Count > 0
            || headers.Upgrade.Count > 0
            || DraftCookie.IsMentioned(headers.Cookie)
            || HasUndeclared(request.QueryString, page.Policy.Query)
            || Array.Exists(ClientNavigation, headers.ContainsKey);
    }

    // The kept response was requested without any of these headers.
    public static bool Applies(HttpRequest request, KeptResponse kept)
    {
        foreach (var name in kept.VariesOn)
        {
            if (request.Headers.ContainsKey(name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// For a page of our own an undeclared parameter does not exist, because the page cannot read it. Another server reads
    /// what it likes.
    /// </summary>
    private static bool HasUndeclared(QueryString query, IReadOnlyList<string> declared)
    {
        if (query.Value is not { Length: > 1 } text)
        {
            return false;
        }

        foreach (var pair in new Microsoft.AspNetCore.WebUtilities.QueryStringEnumerable(text))
        {
            if (!declared.Contains(pair.DecodeName().ToString(), StringComparer.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
