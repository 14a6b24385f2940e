namespace Perennial.Images;

internal sealed class PatternMatch
{
    private readonly string? _scheme;
    private readonly string[] _host = [];
    private readonly int? _port;
    private readonly string[] _path;
    private readonly bool _allowsQuery;

    private PatternMatch(string? scheme, string[] host, int? port, string[] path, bool allowsQuery, IReadOnlyList<string> tags) =>
        (_scheme, _host, _port, _path, _allowsQuery, Tags) = (scheme, host, port, path, allowsQuery, tags);

    public IReadOnlyList<string> Tags { get; }
    public static PatternMatch AnyLocal { get; } = new(null, [], null, ["**"], allowsQuery: false, []);

    public static (PatternMatch? Match, string? Problem) Read(ImagePattern pattern, bool isRemote)
    {
        var text = pattern.Text;
        var allowsQuery = text.EndsWith("?**", StringComparison.Ordinal);
        var rest = allowsQuery ? text[..^3] : text;
        if (!isRemote)
        {
            return ReadPath(rest) is { } local
                ? (new(null, [], null, local, allowsQuery, [.. pattern.Tags]), null)
                : (null, "is no path pattern; give one such as '/photos/**'");
        }

        var (scheme, authority, path) = Split(rest);
        if (scheme is not ("http" or "https") || authority.Length == 0 || ReadPath(path) is not { } segments)
        {
            return (null, "is no URL pattern; give one such as 'https://images.example.com/uploads/**'");
        }

        var colon = authority.LastIndexOf(':');
        if (colon >= 0 && !ushort.TryParse(authority.AsSpan(colon + 1), out _))
        {
            return (null, $"has a port that is no number ('{authority[(colon + 1)..]}')");
        }

        var labels = (colon < 0 ? authority : authority[..colon]).ToLowerInvariant().Split('.');
        return labels.Skip(1).Contains("**") || labels.Any(static label => !IsLabel(label)) || labels.All(static label => label is "*" or "**")
            ? (null, "names no host; give one such as 'images.example.com' or '**.example.com'")
            : (new(scheme, labels, colon < 0 ? null : int.Parse(authority.AsSpan(colon + 1), provider: null), segments, allowsQuery, [.. pattern.Tags]), null);
    }

    public bool Fits(Uri url) =>
        url.Scheme == _scheme
        && url.Port == (_port ?? (_scheme is "https" ? 443 : 80))
        && FitsHost(url.IdnHost.Split('.'))
        && FitsPath(url.AbsolutePath)
        && (_allowsQuery || url.Query.Length == 0);

    public bool Fits(string path, string query) => FitsPath(path) && (_allowsQuery || query.Length == 0);

    private bool FitsHost(string[] labels)
    {
        if (_host is ["**", .. var tail])
        {
            return labels.Length >= tail.Length && Same(labels.AsSpan(labels.Length - tail.Length), tail);
        }

        return labels.Length == _host.Length && Same(labels, _host);
    }

    private bool FitsPath(string path)
    {
        var segments = path[1..].Split('/');
        if (_path is [.. var head, "**"])
        {
            return segments.Length >= head.Length && Same(segments.AsSpan(0, head.Length), head);
        }

        return segments.Length == _path.Length && Same(segments, _path);
    }

    private static bool Same(ReadOnlySpan<string> parts, ReadOnlySpan<string> pattern)
    {
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] is not "*" && parts[i] != pattern[i])
            {
                return false;
            }
        }

        return true;
    }

    private static (string Scheme, string Authority, string Path) Split(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal);
        if (start < 0)
        {
            return ("", "", "");
        }

        var slash = url.IndexOf('/', start + 3);
        return slash < 0
            ? (url[..start], url[(start + 3)..], "/**")
            : (url[..start], url[(start + 3)..slash], url[slash..]);
    }

    private static string[]? ReadPath(string path)
    {
        if (path.Length == 0 || path[0] != '/' || path.AsSpan().IndexOfAny("?#\\") >= 0)
        {
            return null;
        }

        var segments = path[1..].Split('/');
        return Array.IndexOf(segments, "**") is var rest && rest >= 0 && rest < segments.Length - 1 ? null : segments;
    }

    private static bool IsLabel(string label) =>
        label is "*" or "**" || (label.Length > 0 && label.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-'));
}
