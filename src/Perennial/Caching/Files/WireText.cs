using System.Buffers;
using System.Text;

namespace Perennial.Caching.Files;

/// <summary>
/// Text as bytes, and back, without loss. UTF-8 where it is well formed; a lone surrogate becomes its own three bytes
/// (WTF-8), because a replacement character would make two tags one.
/// </summary>
internal static class WireText
{
    public static byte[] Encode(string text)
    {
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        var written = 0;
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var units) is OperationStatus.Done)
            {
                written += rune.EncodeToUtf8(bytes.AsSpan(written));
            }
            else
            {
                bytes[written++] = (byte)(0xE0 | (rest[0] >> 12));
                bytes[written++] = (byte)(0x80 | ((rest[0] >> 6) & 0x3F));
                bytes[written++] = (byte)(0x80 | (rest[0] & 0x3F));
                units = 1;
            }

            rest = rest[units..];
        }

        return bytes[..written];
    }

    public static string? Decode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out var rune, out var length) is OperationStatus.Done)
            {
                text.Append(rune.ToString());
            }
            else if (bytes is [0xED, >= 0xA0 and <= 0xBF, >= 0x80 and <= 0xBF, ..])
            {
                text.Append((char)(0xD000 | ((bytes[1] & 0x3F) << 6) | (bytes[2] & 0x3F)));
                length = 3;
            }
            else
            {
                return null;
            }

            bytes = bytes[length..];
        }

        return text.ToString();
    }
}
