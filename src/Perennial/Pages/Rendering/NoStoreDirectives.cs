using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Perennial.Pages.Rendering;

/// <summary>
/// What a response itself says against being kept. Freshness is declared here and not there; but what its maker calls
/// private, or wants to be asked about each time, is not ours to keep.
/// </summary>
internal static class NoStoreDirectives
{
    /// <summary>Cache-Control, and its like for caches between (RFC 9213 and what came before it).</summary>
    private static readonly string[] Fields = ["Cache-Control", "CDN-Cache-Control", "Surrogate-Control"];

    public static string? Find(IHeaderDictionary headers)
    {
        foreach (var field in Fields)
        {
            if (Directive(headers[field].ToString()) is { } directive)
            {
                return $"it says {field}: {directive}";
            }
        }

        return KeptVary.Names(headers.Vary).Contains("*", StringComparer.Ordinal) ? "it says Vary: *" : null;
    }

    /// <remarks>
    /// "private" and "no-cache" with names of fields speak of those alone (RFC 9111 §5.2.2.4, §5.2.2.7); a cache may take them
    /// for the whole, and a kept page has no word that would say it further.
    /// </remarks>
    private static string? Directive(string value) => CacheControlHeaderValue.TryParse(value, out var said)
        ? said switch
        {
            { NoStore: true } => "no-store",
            { Private: true } => "private",
            { NoCache: true } => "no-cache",
            _ => null,
        }
        : Array.Find(["no-store", "private", "no-cache"], word => Words(value).Contains(word, StringComparer.OrdinalIgnoreCase));

    // A malformed Cache-Control is searched for the directives by name, to be on the safe side.
    private static IEnumerable<string> Words(string value) => value.Split(',', ';', ' ').Select(static word => word.Split('=')[0].Trim());
}
