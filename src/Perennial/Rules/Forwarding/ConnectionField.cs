using System.Text;

namespace Perennial.Rules.Forwarding;

/// <summary>
/// Reads a Connection header for Kestrel so that nothing of it gets lost. Where Kestrel knows exactly one of its options it
/// replaces the whole header by that one: <c>keep-alive, X-Foo</c> becomes <c>keep-alive</c>, and nobody learns that X-Foo ends
/// at this hop (RFC 9110 §7.6.1).
/// </summary>
/// <remarks>
/// It counts only what it takes for an option. So <c>keep-alive</c> gets a tab behind it, which is white space to everybody
/// else: in HTTP/1.1 it says nothing, and an HTTP/1.0 client, who has no connection that lasts then, opens another.
/// <c>close</c> and <c>Upgrade</c> must be seen, and get company instead: <c>close</c> outdoes <c>keep-alive</c>.
/// Several lines are read one by one, hence the tab even where nothing else is named.
/// </remarks>
internal sealed class ConnectionField : Encoding
{
    public static readonly ConnectionField Instance = new();

    public override int GetByteCount(char[] chars, int index, int count) => Latin1.GetByteCount(chars, index, count);

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
        Latin1.GetBytes(chars, charIndex, charCount, bytes, byteIndex);

    public override int GetCharCount(byte[] bytes, int index, int count) => Read(bytes.AsSpan(index, count)).Length;

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
    {
        var text = Read(bytes.AsSpan(byteIndex, byteCount));
        text.CopyTo(chars.AsSpan(charIndex));
        return text.Length;
    }

    public override int GetMaxByteCount(int charCount) => charCount;

    public override int GetMaxCharCount(int byteCount) => (2 * byteCount) + "keep-alive, ".Length;

    internal static string Read(ReadOnlySpan<byte> bytes)
    {
        var text = Latin1.GetString(bytes);
        var options = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (options.Any(static option => Is(option, "close") || Is(option, "Upgrade")))
        {
            return "keep-alive, " + text;
        }

        return options.Any(static option => Is(option, "keep-alive"))
            ? string.Join(", ", options.Select(static option => Is(option, "keep-alive") ? option + "\t" : option))
            : text;
    }

    private static bool Is(string option, string name) => option.Equals(name, StringComparison.OrdinalIgnoreCase);
}
