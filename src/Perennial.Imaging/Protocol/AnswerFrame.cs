using System.Buffers.Binary;

namespace Perennial.Imaging.Protocol;

/// <summary>
/// What a worker answers; once unasked, to say that it is ready, as number 0. Whoever reads it believes nothing: a worker
/// has touched bytes that nobody trusts. Little endian; then the picture, or a text in UTF-8.
/// <code>
///  0  u32  number of the job
///  4  u32  how it ended
///  8  u32  width in pixels
/// 12  u32  height in pixels
/// 16  u32  length of what follows
/// </code>
/// </summary>
internal readonly record struct AnswerFrame(uint Number, Outcome Outcome, uint Width, uint Height, uint Length)
{
    public const int Size = 20;

    /// <summary>No text is longer: it goes into a log line.</summary>
    public const int MaxText = 1000;

    public void Write(Span<byte> frame)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(frame, Number);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[4..], (uint)Outcome);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[8..], Width);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[12..], Height);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[16..], Length);
    }

    public static AnswerFrame Read(ReadOnlySpan<byte> frame) => new(
        BinaryPrimitives.ReadUInt32LittleEndian(frame),
        (Outcome)BinaryPrimitives.ReadUInt32LittleEndian(frame[4..]),
        BinaryPrimitives.ReadUInt32LittleEndian(frame[8..]),
        BinaryPrimitives.ReadUInt32LittleEndian(frame[12..]),
        BinaryPrimitives.ReadUInt32LittleEndian(frame[16..]));
}

internal enum Outcome : uint
{
    None,
    Made,
    Ready,
    NotReady,
    Broken,
    TooManyPixels,
    TooCostly,
}
