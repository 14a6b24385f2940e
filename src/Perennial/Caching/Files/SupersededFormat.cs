using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Perennial.Caching.Files;

/// <summary>The list of built entries that were replaced, as bytes.</summary>
/// <remarks>
/// <code>
/// file   = header record*
/// header = magic "PRSP" version(1) everything(1) zero(2) run(16) sum(8)        32 bytes
/// record = name(32, big-endian) sum(8)                                         40 bytes
/// run    = the first 16 bytes of the SHA-256 of the id of the run of build
/// sum    = the first 8 bytes of the SHA-256 of what stands before it in its part
/// </code>
/// </remarks>
internal static class SupersededFormat
{
    public const string Extension = ".log";

    private const int RunOffset = 8;
    private const int RunLength = 16;
    private const int HeaderLength = RunOffset + RunLength + SumLength;
    private const int NameLength = 32;
    private const int SumLength = 8;
    private const int RecordLength = NameLength + SumLength;

    private static ReadOnlySpan<byte> Magic => "PRSP\u0001"u8;

    public static string NameOf(string run) => Convert.ToHexStringLower(RunSum(run)) + Extension;

    public static byte[] Write(string run, bool isEverything, IEnumerable<EntryName> names)
    {
        byte[] header = [.. Magic, (byte)(isEverything ? 1 : 0), 0, 0, .. RunSum(run)];
        return [.. header, .. Sum(header), .. names.SelectMany(Record)];
    }

    public static byte[] Record(EntryName name)
    {
        var record = new byte[RecordLength];
        BinaryPrimitives.WriteUInt128BigEndian(record, name.High);
        BinaryPrimitives.WriteUInt128BigEndian(record.AsSpan(16), name.Low);
        Sum(record.AsSpan(0, NameLength)).CopyTo(record, NameLength);
        return record;
    }

    /// <returns>
    /// The names that a run's list holds; none when the list is another run's; null when it says everything, or when
    /// it is damaged and nobody knows what it said.
    /// </returns>
    public static IReadOnlyList<EntryName>? Read(ReadOnlySpan<byte> file, string run)
    {
        if (file.Length < HeaderLength || !file.StartsWith(Magic) || !IsWhole(file[..HeaderLength]))
        {
            return null;
        }

        if (!file.Slice(RunOffset, RunLength).SequenceEqual(RunSum(run)))
        {
            return [];
        }

        var names = new List<EntryName>();
        var isWhole = file[Magic.Length] is 0;
        for (var rest = file[HeaderLength..]; isWhole && rest.Length >= RecordLength; rest = rest[RecordLength..])
        {
            isWhole = IsWhole(rest[..RecordLength]);
            names.Add(new(BinaryPrimitives.ReadUInt128BigEndian(rest), BinaryPrimitives.ReadUInt128BigEndian(rest[16..])));
        }

        return isWhole ? names : null;
    }

    private static bool IsWhole(ReadOnlySpan<byte> part) => Sum(part[..^SumLength]).AsSpan().SequenceEqual(part[^SumLength..]);

    private static byte[] RunSum(string id) => SHA256.HashData(Encoding.UTF8.GetBytes(id))[..RunLength];

    private static byte[] Sum(ReadOnlySpan<byte> bytes) => SHA256.HashData(bytes)[..SumLength];
}
