namespace Perennial.Http;

/// <summary>What goes over the wire.</summary>
public sealed class HttpOptions
{
    /// <summary>
    /// Response headers of a page that are kept and replayed with it, beside the built-in ones (content type, language,
    /// disposition, Link, robots, CORS and the security headers). Anything else a page sets reaches only a request that is not
    /// kept; <c>build</c> and the debug log name it.
    /// </summary>
    /// <value>none</value>
    public ISet<string> ReplayHeaders { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether responses carry <c>Cache-Status</c> (RFC 9211): hit, stale or miss, never a key or a tag.</summary>
    /// <value>true</value>
    public bool CacheStatus { get; set; } = true;
}
