using System.Collections.Frozen;
using System.Buffers;

namespace Perennial.Rules;

internal static class HeaderText
{
    // RFC 9110 §5.6.2.
    private static readonly SearchValues<char> Token = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    // RFC 9110 §5.5, without obs-text: VCHAR, space and tab.
    private static readonly SearchValues<char> Visible = SearchValues.Create(
        ['\t', .. Enumerable.Range(0x20, 0x7F - 0x20).Select(static code => (char)code)]);

    /// <summary>Framing, the entry's own facts, and what belongs to one visitor: a rule that set them would break the message or share a secret.</summary>
    private static readonly FrozenSet<string> Forbidden = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        [
            "Connection", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
            "Content-Length", "Content-Encoding", "Content-Range", "Content-Type", "Accept-Ranges", "Location",
            "Age", "Date", "ETag", "Last-Modified", "Vary", "Cache-Status",
            "Set-Cookie", "Set-Cookie2", "WWW-Authenticate", "Proxy-Authenticate",
        ]);

    public static TextTemplate Check(string name, string value)
    {
        if (name.Length == 0 || name.AsSpan().ContainsAnyExcept(Token))
        {
            throw new RuleException("PER1109", $"'{Shown(name)}' is no header name");
        }

        if (Forbidden.Contains(name))
        {
            throw new RuleException("PER1110", $"may not be set by a rule: '{name}' belongs to the response that carries it");
        }

        if (!IsValue(value))
        {
            throw new RuleException(
                "PER1109", $"has the value '{Shown(value)}', which a header cannot carry: visible ASCII, spaces and tabs only; encode everything else");
        }

        try
        {
            return TextTemplate.Parse(value);
        }
        catch (FormatException error)
        {
            throw new RuleException("PER1109", $"has the value '{value}', which cannot be read: {error.Message}");
        }
    }

    public static bool IsName(string name) => name.Length > 0 && !name.AsSpan().ContainsAnyExcept(Token);

    public static bool IsForbidden(string name) => Forbidden.Contains(name);

    public static bool IsValue(string value) => !value.AsSpan().ContainsAnyExcept(Visible);

    /// <summary>A visitor's text inside of a header: what a header cannot carry is percent-encoded.</summary>
    public static string Safe(string value) => IsValue(value) ? value : Uri.EscapeDataString(value);

    private static string Shown(string text) =>
        string.Concat(text.Select(static character => char.IsControl(character) ? $"\\u{(int)character:x4}" : character.ToString()));
}
