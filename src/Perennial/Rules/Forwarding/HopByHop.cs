using System.Collections.Frozen;
using Microsoft.Extensions.Primitives;

namespace Perennial.Rules.Forwarding;

/// <summary>Which headers end at this hop (RFC 9110 §7.6.1).</summary>
/// <remarks>
/// The RFC lets a sender name any header in Connection, and has the recipient drop it. So a visitor could take away what
/// another server decides by: <c>Connection: cookie</c>, or a length. What has a meaning from end to end stays, whoever names it.
/// </remarks>
internal static class HopByHop
{
    private static readonly FrozenSet<string> Always = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        ["Connection", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "HTTP2-Settings"]);

    private static readonly FrozenSet<string> EndToEnd = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        [
            "Age", "Allow", "Alt-Svc", "Authentication-Info", "Authorization", "Cache-Control", "Cache-Status", "CDN-Cache-Control",
            "Clear-Site-Data", "Cookie", "Date", "DNT", "ETag", "Expect", "Expires", "Forwarded", "From", "Host", "Last-Modified",
            "Link", "Location", "Max-Forwards", "Origin", "Pragma", "Prefer", "Priority", "Proxy-Authenticate", "Proxy-Authorization",
            "Range", "Referer", "Refresh", "Retry-After", "Server", "Set-Cookie", "Strict-Transport-Security", "Surrogate-Control",
            "traceparent", "tracestate", "User-Agent", "Vary", "Via", "Warning", "WWW-Authenticate", "X-Frame-Options", "X-Real-IP",
            "X-Requested-With",
        ]);

    private static readonly string[] EndToEndFamilies =
        ["Accept", "Access-Control-", "Content-", "Cross-Origin-", "If-", "Sec-", "X-Content-", "X-Forwarded-", "X-HTTP-Method"];

    public static bool EndsHere(string name, StringValues connection) =>
        Always.Contains(name) || (connection.Count > 0 && IsNamed(name, connection) && !IsEndToEnd(name));

    public static bool IsNamed(string name, StringValues list)
    {
        foreach (var line in list)
        {
            foreach (var item in line.AsSpan().Split(','))
            {
                var text = line.AsSpan()[item];
                var end = text.IndexOf(';');
                if ((end < 0 ? text : text[..end]).Trim(" \t").Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }
        }

        return false;
    }

    public static bool IsKnown(string name) => Always.Contains(name) || IsEndToEnd(name);

    private static bool IsEndToEnd(string name) =>
        EndToEnd.Contains(name)
        || Array.Exists(EndToEndFamilies, family => name.StartsWith(family, StringComparison.OrdinalIgnoreCase));
}
