using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Perennial.Http;

/// <summary>Which headers of a rendered page are kept and replayed. What is not on the list stays behind.</summary>
/// <remarks>
/// An allow-list, because what a middleware adds (cookies, trace ids, rate limits, nonces) belongs to one request, and a
/// list of such things is never complete. Content-Type is kept by the entry itself; Location is what a kept redirect is.
/// </remarks>
internal sealed class ReplayHeaders(IEnumerable<string> configured)
{
    private static readonly string[] BuiltIn =
    [
        "Content-Language", "Content-Disposition", "Content-Location", "Location", "Link", "Refresh",
        "Content-Security-Policy", "Content-Security-Policy-Report-Only", "Referrer-Policy", "Permissions-Policy",
        "X-Content-Type-Options", "X-Frame-Options", "X-Robots-Tag", "X-XSS-Protection", "X-Permitted-Cross-Domain-Policies",
        "Strict-Transport-Security", "Cross-Origin-Opener-Policy", "Cross-Origin-Opener-Policy-Report-Only",
        "Cross-Origin-Embedder-Policy", "Cross-Origin-Embedder-Policy-Report-Only", "Cross-Origin-Resource-Policy",
        // What a page itself says to other origins is the same for all of them: who asks was no part of its render.
        "Access-Control-Allow-Origin", "Access-Control-Allow-Credentials", "Access-Control-Allow-Headers", "Access-Control-Allow-Methods",
        "Access-Control-Expose-Headers", "Access-Control-Max-Age", "Timing-Allow-Origin",
        "Origin-Agent-Cluster", "Reporting-Endpoints", "Speculation-Rules", "blazor-enhanced-nav",
    ];

    private static readonly FrozenSet<string> Never = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        [
            // Belongs to one visitor.
            "Set-Cookie", "Set-Cookie2", "WWW-Authenticate", "Authentication-Info", "Proxy-Authenticate",
            "Proxy-Authentication-Info", "Clear-Site-Data",
            // Ours, or the server's: written for each response.
            "Date", "Server", "Age", "Cache-Control", "CDN-Cache-Control", "Cache-Status", "Expires", "Pragma", "ETag",
            "Vary", "Alt-Svc", "Content-Type", "Content-Length", "Content-Encoding", "Content-Range", "Accept-Ranges",
            // Hop by hop (RFC 9110 §7.6.1).
            "Connection", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
            // Belongs to one request.
            "Server-Timing", "traceparent", "tracestate", "traceresponse", "baggage", "X-Request-Id", "Request-Id",
            "X-Correlation-Id", "X-Trace-Id", "Retry-After",
        ]);

    private readonly FrozenSet<string> _allowed = BuiltIn.Concat(configured)
        .Where(name => !IsForbidden(name)).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <param name="Headers">What is kept, in the order in which the page set it.</param>
    /// <param name="HasNonce">
    /// Whether a header carries a nonce. It is good for one response; kept, it would protect nobody: the page may not be kept.
    /// </param>
    /// <param name="Dropped">The names of those that an app could have kept by naming them.</param>
    public readonly record struct Selection(
        IReadOnlyList<KeyValuePair<string, StringValues>> Headers, bool HasNonce, IReadOnlyList<string> Dropped);

    /// <summary>Whether a header is never replayed, not even when an app asks for it.</summary>
    public static bool IsForbidden(string name) =>
        Never.Contains(name)
        || name.StartsWith("RateLimit", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("X-RateLimit", StringComparison.OrdinalIgnoreCase);

    public Selection Select(IHeaderDictionary headers)
    {
        var kept = new List<KeyValuePair<string, StringValues>>();
        var left = new List<string>();
        var hasNonce = false;
        foreach (var (name, values) in headers)
        {
            if (!_allowed.Contains(name))
            {
                if (!IsForbidden(name))
                {
                    left.Add(name);
                }

                continue;
            }

            var distinct = Distinct(values);
            if (distinct.Count > 0)
            {
                hasNonce |= Nonces.IsIn(name, distinct);
                kept.Add(new(name, distinct));
            }
        }

        return new(kept, hasNonce, left);
    }

    // Two layers of an app that both append the same header are common; sent twice it costs bytes, and some scanners
    // call a doubled security header an error.
    private static StringValues Distinct(StringValues values) =>
        values.Count is 1 && !string.IsNullOrEmpty(values[0])
            ? values
            : values.Where(static value => !string.IsNullOrEmpty(value)).Distinct(StringComparer.Ordinal).ToArray();
}
