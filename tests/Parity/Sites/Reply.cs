using System.Globalization;
using System.Text.RegularExpressions;

namespace Perennial.Parity.Sites;

/// <summary>What a visitor got.</summary>
internal sealed partial record Reply(int Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>The number in the page: which render made it. Null when the page has none.</summary>
    public int? N => Number().Match(Body) is { Success: true } match
        ? int.Parse(match.Groups["n"].Value, CultureInfo.InvariantCulture)
        : null;

    /// <summary>HIT, STALE or MISS: Next's own header, or what RFC 9211's Cache-Status says; "none" without either.</summary>
    public string State => Header("x-nextjs-cache") is { } next ? next : StateOf(Header("cache-status"));

    public string CacheControl => Header("cache-control") ?? "none";

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    private static string StateOf(string? status) => status switch
    {
        null => "none",
        _ when status.Contains("fwd=stale", StringComparison.Ordinal) => "STALE",
        _ when status.Contains("ttl=-", StringComparison.Ordinal) => "STALE",
        _ when Hit().IsMatch(status) => "HIT",
        _ when status.Contains("miss", StringComparison.Ordinal) => "MISS",
        _ => "none",
    };

    [GeneratedRegex("""(?:&quot;|")n(?:&quot;|"):(?<n>\d+)""")]
    private static partial Regex Number();

    [GeneratedRegex(@"\bhit\b")]
    private static partial Regex Hit();
}
