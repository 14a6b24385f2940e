using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;

namespace Perennial.Caching.Ledger;

/// <summary>A tag as bytes, for ledgers that keep them elsewhere. One tag has one spelling, and two tags never have the same.</summary>
[Experimental("PERNL001")]
public static class TagEncoding
{
    // A tag may hold any character, half a surrogate pair as well: in UTF-8 two such tags would be one, and one of them lost.
    private const byte Utf16 = 0x80;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The kind in one byte, then the value in UTF-8, or in UTF-16 where UTF-8 cannot have it.</summary>
    public static byte[] ToBytes(CacheTag tag)
    {
        try
        {
            return [(byte)tag.Kind, .. Strict.GetBytes(tag.Value)];
        }
        catch (EncoderFallbackException)
        {
            return [(byte)((byte)tag.Kind | Utf16), .. MemoryMarshal.AsBytes(tag.Value.AsSpan())];
        }
    }

    /// <summary>The tag of <see cref="ToBytes"/>.</summary>
    /// <exception cref="FormatException">They are not from there.</exception>
    public static CacheTag FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || !Enum.IsDefined((CacheTagKind)(bytes[0] & ~Utf16)))
        {
            throw new FormatException("These bytes are no tag.");
        }

        var kind = (CacheTagKind)(bytes[0] & ~Utf16);
        var value = bytes[1..];
        if ((bytes[0] & Utf16) is not 0)
        {
            return value.Length % 2 is 0
                ? CacheTag.Restore(kind, new(MemoryMarshal.Cast<byte, char>(value)))
                : throw new FormatException("These bytes are no tag.");
        }

        try
        {
            return CacheTag.Restore(kind, Strict.GetString(value));
        }
        catch (DecoderFallbackException error)
        {
            throw new FormatException("These bytes are no tag.", error);
        }
    }
}
