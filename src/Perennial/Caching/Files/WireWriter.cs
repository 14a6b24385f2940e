using System.Buffers;
using System.Buffers.Binary;

namespace Perennial.Caching.Files;

internal sealed class WireWriter(int capacity = 256)
{
    private readonly ArrayBufferWriter<byte> _bytes = new(capacity);

    public int Length => _bytes.WrittenCount;

    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    public void Bytes(ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);

    public void Byte(byte value) => _bytes.Write([value]);

    public void UInt32(long value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.GetSpan(4), checked((uint)value));
        _bytes.Advance(4);
    }

    public void Int64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.GetSpan(8), value);
        _bytes.Advance(8);
    }

    public void Guid(Guid value)
    {
        value.TryWriteBytes(_bytes.GetSpan(16), bigEndian: true, out _);
        _bytes.Advance(16);
    }

    public void Text(string value)
    {
        var bytes = WireText.Encode(value);
        UInt32(bytes.Length);
        Bytes(bytes);
    }

    public void Tag(CacheTag tag)
    {
        if (tag == default)
        {
            throw new ArgumentException("default(CacheTag) is no tag; written down, it could not be read again.", nameof(tag));
        }

        Byte((byte)tag.Kind);
        Text(tag.Value);
    }
}
