using System.Buffers;
using System.Globalization;
using System.Text;

namespace Perennial.Caching;

/// <summary>The one name of a URL, in whatever equivalent spelling it is given (RFC 3986 §6.2.2): still a URL, with escapes.</summary>
internal static class NormalizedUrl
{
    // §2.3; and what may stand in a URL as it is (§2.2), '%' apart.
    private static readonly SearchValues<char> Unreserved = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");
    private static readonly SearchValues<char> Allowed = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#[]@!$&'()*+,;=");

    public static string Of(string url)
    {
        if (!url.AsSpan().ContainsAnyExcept(Allowed))
        {
            return url;
        }

        var name = new StringBuilder(url.Length + 16);
        Span<byte> utf8 = stackalloc byte[4];
        for (var rest = url.AsSpan(); rest.Length > 0;)
        {
            if (rest.Length > 2 && rest[0] is '%' && byte.TryParse(rest[1..3], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var octet))
            {
                _ = Unreserved.Contains((char)octet) ? name.Append((char)octet) : Escape(name, octet);
                rest = rest[3..];
                continue;
            }

            Rune.DecodeFromUtf16(rest, out var rune, out var consumed);
            if (rune.IsAscii && Allowed.Contains((char)rune.Value))
            {
                name.Append((char)rune.Value);
            }
            else
            {
                foreach (var one in utf8[..rune.EncodeToUtf8(utf8)])
                {
                    Escape(name, one);
                }
            }

            rest = rest[consumed..];
        }

        return name.ToString();
    }

    private static StringBuilder Escape(StringBuilder name, byte octet) => name.Append('%').Append(octet.ToString("X2", CultureInfo.InvariantCulture));
}
