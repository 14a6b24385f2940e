using System.Buffers;

namespace Perennial.Rules.Forwarding;

internal static class RequestTarget
{
    // Visible ASCII. Kestrel lets control characters pass in a query, and another server may take one for a line's end.
    private static readonly SearchValues<char> Sendable = SearchValues.Create(
        [.. Enumerable.Range(0x21, 0x7F - 0x21).Select(static code => (char)code)]);

    public static bool IsSendable(Uri target) => !target.OriginalString.AsSpan().ContainsAnyExcept(Sendable);
}
