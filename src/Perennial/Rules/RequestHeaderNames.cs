using System.Collections.Frozen;

namespace Perennial.Rules;

// Only headers that carry the proxy's findings, not those that other code trusts.
internal static class RequestHeaderNames
{
    private static readonly FrozenSet<string> Never = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "X-Original-URL", "X-Rewrite-URL", "X-Original-Host", "X-Original-Proto", "X-Original-For", "X-Original-Prefix",
        "X-Host", "X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override", "X-Real-IP", "X-Client-IP", "X-ARR-ClientCert");

    public static bool MayBeSet(string name) =>
        name.Equals("Accept-Language", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Authorization", StringComparison.OrdinalIgnoreCase)
        || (name.StartsWith("X-", StringComparison.OrdinalIgnoreCase)
            && HeaderText.IsName(name)
            && !Never.Contains(name)
            && !name.StartsWith("X-Forwarded", StringComparison.OrdinalIgnoreCase)
            && !name.StartsWith("X-Middleware", StringComparison.OrdinalIgnoreCase)
            && !name.EndsWith("-Rewrite", StringComparison.OrdinalIgnoreCase)
            && !name.EndsWith("-Redirect", StringComparison.OrdinalIgnoreCase));
}
