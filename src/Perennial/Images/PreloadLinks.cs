using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Perennial.Images;

/// <summary>The pictures of a page that a browser is told of before it has read the page: in the response's Link header.</summary>
internal static class PreloadLinks
{
    /// <summary>All links of a response, in characters: a proxy in front holds a response's whole head in one buffer of 4 KiB (nginx).</summary>
    private const int MaxLength = 2500;

    /// <param name="response">Of the page.</param>
    /// <param name="link">The picture.</param>
    /// <param name="instead">What was said of the same picture before more was known of it.</param>
    /// <returns>Whether it stands there.</returns>
    public static bool TryAdd(HttpResponse response, string link, string? instead)
    {
        var links = instead is null ? response.Headers.Link : new StringValues([.. response.Headers.Link.Where(other => other != instead)]);
        var isThere = links.Contains(link);
        var isAdded = !isThere && links.Sum(static line => line?.Length ?? 0) + link.Length <= MaxLength;
        response.Headers.Link = isAdded ? StringValues.Concat(links, link) : links;
        return isThere || isAdded;
    }
}
