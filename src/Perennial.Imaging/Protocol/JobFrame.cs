using System.Buffers.Binary;

namespace Perennial.Imaging.Protocol;

/// <summary>
/// What the server asks of a worker. Both come from one build, so there is no version: a worker that says hello otherwise is
/// not used. Little endian; the source follows at once.
/// <code>
///  0  u32  number of the job; the answer repeats it
///  4  u32  length of the source in bytes
///  8  u64  the most pixels that it may have
/// 16  u32  the most pixels that a side of it may have
/// 20  u32  width to make, in pixels
/// 24  u32  seconds of CPU that it may take
/// 28  u8   format of the source
/// 29  u8   format to make
/// 30  u8   quality
/// 31  u8   effort
/// </code>
/// </summary>
internal readonly record struct JobFrame(
    uint Number, uint SourceLength, ulong MaxPixels, uint MaxSide, uint Width, uint CpuSeconds, PictureFormat From, PictureFormat To, byte Quality, byte Effort)
{
    public const int Size = 32;

    public void Write(Span<byte> frame)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(frame, Number);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[4..], SourceLength);
        BinaryPrimitives.WriteUInt64LittleEndian(frame[8..], MaxPixels);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[16..], MaxSide);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[20..], Width);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[24..], CpuSeconds);
        frame[28] = (byte)From;
        frame[29] = (byte)To;
        frame[30] = Quality;
        frame[31] = Effort;
    }

    public static JobFrame Read(ReadOnlySpan<byte> frame) => new(
        BinaryPrimitives.ReadUInt32LittleEndian(frame),
        BinaryPrimitives.ReadUInt32LittleEndian(frame[4..]),
        BinaryPrimitives.ReadUInt64LittleEndian(frame[8..]),
        BinaryPrimitives.ReadUInt32LittleEndian(frame[16..]),
        BinaryPrimitives.ReadUInt32LittleEndian(frame[20..]),
        BinaryPrimitives.ReadUInt32LittleEndian(frame[24..]),
        (PictureFormat)frame[28],
        (PictureFormat)frame[29],
        frame[30],
        frame[31]);
}

internal enum PictureFormat : byte
{
    None,
    Jpeg,
    Png,
    WebP,
    Avif,
}
