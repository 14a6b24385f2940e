using System.Buffers.Binary;

namespace Perennial.Imaging.Protocol;

/// <summary>
/// What the server asks of a worker. Both come from one build, so there is no version: a worker that says hello otherwise is
/// not used. Little endian; the source follows at once.
/// <code>
///  0  u32  number of the job; the answer repeats it
///  4  u32  length of the source in bytes
///  8  u64  the most pixels that it may have
/// 16  u32  width to make, in pixels
/// 20  u32  seconds of CPU that it may take
/// 24  u8   format of the source
/// 25  u8   format to make
/// 26  u8   quality
/// 27  u8   effort
/// </code>
/// </summary>
internal readonly record struct JobFrame(
    uint Number, uint SourceLength, ulong MaxPixels, uint Width, uint CpuSeconds, PictureFormat From, PictureFormat To, byte Quality, byte Effort)
{
    public const int Size = 28;

    public void Write(Span<byte> frame)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(frame, Number);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[4..], SourceLength);
        BinaryPrimitives.WriteUInt64LittleEndian(frame[8..], MaxPixels);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[16..], Width);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[20..], CpuSeconds);
        frame[24] = (byte)From;
        frame[25] = (byte)To;
        frame[26] = Quality;
        frame[27] = Effort;
    }

    public static JobFrame Read(ReadOnlySpan<byte> frame) => new(
        BinaryPrimitives.ReadUInt32LittleEndian(frame),
        BinaryPrimitives.ReadUInt32LittleEndian(frame[4..]),
        BinaryPrimitives.ReadUInt64LittleEndian(frame[8..]),
        BinaryPrimitives.ReadUInt32LittleEndian(frame[16..]),
        BinaryPrimitives.ReadUInt32LittleEndian(frame[20..]),
        (PictureFormat)frame[24],
        (PictureFormat)frame[25],
        frame[26],
        frame[27]);
}
