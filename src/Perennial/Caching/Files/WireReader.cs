using System.Buffers.Binary;

namespace Perennial.Caching.Files;

/// <summary>
/// Reads little-endian values. What would run over the end gives zeros and sets <see cref="Failed"/>, so that a format is
/// read in one piece and judged once: bytes of a stranger must not throw.
/// </summary>
internal ref struct WireReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public bool Failed { get; private set; }

    public readonly int Remaining => _rest.Length;

    public ReadOnlySpan<byte> Bytes(long length)
    {
        if (Failed || length < 0 || length > _rest.Length)
        {
            Failed = true;
            return default;
        }

        var taken = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return taken;
    }

    public byte Byte() => Bytes(1) is [var value] ? value : (byte)0;

    public uint UInt32() => Bytes(4) is { Length: 4 } span ? BinaryPrimitives.ReadUInt32LittleEndian(span) : 0;

    public long Int64() => Bytes(8) is { Length: 8 } span ? BinaryPrimitives.ReadInt64LittleEndian(span) : 0;

    public Guid Guid() => Bytes(16) is { Length: 16 } span ? new Guid(span, bigEndian: true) : default;

    public int Count(int least)
    {
        var count = UInt32();
        Failed |= (long)count * least > _rest.Length;
        return Failed ? 0 : (int)count;
    }

    public string Text()
    {
        var text = WireText.Decode(Bytes(UInt32()));
        Failed |= text is null;
        return text ?? "";
    }

    public CacheTag Tag()
    {
        var kind = (CacheTagKind)Byte();
        Failed |= !Enum.IsDefined(kind);
        return CacheTag.Restore(kind, Text());
    }
}
