using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Perennial.Caching.Files;

/// <summary>
/// One entry as bytes, for files and for cache handlers that keep blobs. Reading verifies everything and never throws.
/// </summary>
/// <remarks>
/// <code>
/// offset size
///      0    4  magic "PRNL"
///      4    1  format version, 2
///      5    1  kind (CacheKind)
///      6    1  flags: 1 negative, 2 revalidate, 4 expire, 8 etag, 16 extension are there
///      7    1  zero
///      8    8  length of everything
///     16   32  SHA-256 of bytes 0-15 and 48-end
///     48   16  epoch, RFC 9562 byte order
///     64    8  number
///     72    8  created, UTC, 100 ns ticks since year 1
///     80    8  revalidate, ticks
///     88    8  expire, ticks
///     96    8  time of the render, ticks; 0 is unknown
///    104       key:       length(4) bytes
///              etag:      length(4) text
///              extension: length(4) text
///              code:      length(4) text; here and in the next three, none is empty
///              build id:  length(4) text
///              run id:    length(4) text
///              label:     length(4) text
///              tags:      count(4), each kind(1) length(4) text
///              sections:  count(4), each length(4)
///              the bytes of all sections
/// </code>
/// Integers are little-endian, text is UTF-8 (WTF-8 where it is not well formed). This never changes: a new format is a
/// new version, and another version is a miss.
/// </remarks>
public static class EntryFormat
{
    /// <summary>The version that is written, and the only one that is read.</summary>
    public const byte Version = 2;

    private const int LengthOffset = 8;
    private const int SumOffset = 16;
    private const int BodyOffset = SumOffset + SHA256.HashSizeInBytes;

    internal const int HeadLength = BodyOffset;

    [Flags]
    private enum Has : byte
    {
        None = 0,
        Negative = 1,
        Revalidate = 2,
        Expire = 4,
        ETag = 8,
        Extension = 16,
    }

    private static ReadOnlySpan<byte> Magic => "PRNL"u8;

    /// <summary>The bytes of an entry. Its sections are copied.</summary>
    /// <exception cref="OverflowException">It is larger than 2 GiB.</exception>
    public static byte[] Write(EntryKey key, CacheEntry entry)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(entry);
        var head = Head(key, entry);
        var length = checked((int)(head.Length + entry.Sections.Sum(static section => (long)section.Length)));
        var file = GC.AllocateUninitializedArray<byte>(length);
        head.Written.CopyTo(file);
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(LengthOffset), length);
        var position = head.Length;
        foreach (var section in entry.Sections)
        {
            section.Span.CopyTo(file.AsSpan(position));
            position += section.Length;
        }

        Sum(file, file.AsSpan(SumOffset));
        return file;
    }

    /// <summary>Verifies bytes and gives the entry, or the reason why there is none.</summary>
    /// <param name="file">All bytes. The entry's sections point into them: they must not change afterwards.</param>
    /// <param name="key">The key that was asked for. It is compared whole, not by its hash.</param>
    /// <param name="now">The reader's clock: an entry from the future counts as made now, or it would be fresh for years.</param>
    public static EntryReadResult Read(ReadOnlyMemory<byte> file, EntryKey key, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(key);
        var fault = Verify(file.Span);
        return fault is EntryFault.None ? Parse(file, key, now) : EntryReadResult.Bad(fault);
    }

    private static WireWriter Head(EntryKey key, CacheEntry entry)
    {
        var facts = entry.Facts;
        var head = new WireWriter(512);
        head.Bytes(Magic);
        head.Byte(Version);
        head.Byte((byte)facts.Kind);
        head.Byte((byte)Flags(facts));
        head.Byte(0);
        head.Int64(0);
        head.Bytes(stackalloc byte[SHA256.HashSizeInBytes]);
        head.Guid(facts.Position.Epoch);
        head.Int64(facts.Position.Number);
        head.Int64(facts.CreatedAt.UtcTicks);
        head.Int64(facts.Lifetime.Revalidate?.Ticks ?? 0);
        head.Int64(facts.Lifetime.Expire?.Ticks ?? 0);
        head.Int64(facts.RenderTime.Ticks);
        head.UInt32(key.Canonical.Length);
        head.Bytes(key.Canonical.Span);
        head.Text(facts.ETag ?? "");
        head.Text(facts.Extension ?? "");
        head.Text(facts.Code ?? "");
        head.Text(facts.BuildId ?? "");
        head.Text(facts.RunId ?? "");
        head.Text(facts.Label ?? "");
        head.UInt32(facts.Tags.Count);
        foreach (var tag in facts.Tags)
        {
            head.Tag(tag);
        }

        head.UInt32(entry.Sections.Count);
        foreach (var section in entry.Sections)
        {
            head.UInt32(section.Length);
        }

        return head;
    }

    private static Has Flags(EntryFacts facts)
    {
        return When(facts.IsNegative, Has.Negative)
            | When(facts.Lifetime.Revalidate is not null, Has.Revalidate)
            | When(facts.Lifetime.Expire is not null, Has.Expire)
            | When(facts.ETag is not null, Has.ETag)
            | When(facts.Extension is not null, Has.Extension);

        static Has When(bool condition, Has flag) => condition ? flag : Has.None;
    }

    /// <summary>What tells two entries of one key apart: the beginning of their sum. Whatever bytes these are.</summary>
    internal static string VersionOf(ReadOnlySpan<byte> file) =>
        file.Length < BodyOffset ? "torn" : Convert.ToHexStringLower(file.Slice(SumOffset, 12));

    private static EntryFault Verify(ReadOnlySpan<byte> file)
    {
        if (file.Length < BodyOffset)
        {
            return Magic.StartsWith(file[..Math.Min(file.Length, Magic.Length)]) ? EntryFault.Torn : EntryFault.Corrupt;
        }

        if (!file.StartsWith(Magic))
        {
            return EntryFault.Corrupt;
        }

        if (file[Magic.Length] != Version)
        {
            return EntryFault.ForeignVersion;
        }

        var length = BinaryPrimitives.ReadInt64LittleEndian(file[LengthOffset..]);
        if (length != file.Length)
        {
            return length > file.Length ? EntryFault.Torn : EntryFault.Corrupt;
        }

        Span<byte> sum = stackalloc byte[SHA256.HashSizeInBytes];
        Sum(file, sum);
        return file.Slice(SumOffset, sum.Length).SequenceEqual(sum) ? EntryFault.None : EntryFault.Corrupt;
    }

    private static void Sum(ReadOnlySpan<byte> file, Span<byte> sum)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(file[..SumOffset]);
        hash.AppendData(file[BodyOffset..]);
        hash.GetHashAndReset(sum);
    }

    // The sum was right, so these bytes were written by a program; that it was ours is still not taken for granted.
    private static EntryReadResult Parse(ReadOnlyMemory<byte> file, EntryKey key, DateTimeOffset now)
    {
        var kind = (CacheKind)file.Span[5];
        var has = (Has)file.Span[6];
        var reader = new WireReader(file.Span[BodyOffset..]);
        var position = new LedgerPosition(reader.Guid(), reader.Int64());
        var created = reader.Int64();
        var lifetime = (Revalidate: reader.Int64(), Expire: reader.Int64());
        var renderTime = reader.Int64();
        var isOurs = reader.Bytes(reader.UInt32()).SequenceEqual(key.Canonical.Span);
        var etag = reader.Text();
        var extension = reader.Text();
        var (code, build, run, label) = (reader.Text(), reader.Text(), reader.Text(), reader.Text());
        var tags = Tags(ref reader);
        var sections = Sections(file, ref reader);
        if (reader.Failed || reader.Remaining > 0 || !Enum.IsDefined(kind) || created < 0 || created > DateTimeOffset.MaxValue.UtcTicks)
        {
            return EntryReadResult.Bad(EntryFault.Corrupt);
        }

        if (!isOurs)
        {
            return EntryReadResult.Bad(EntryFault.OtherKey);
        }

        var facts = new EntryFacts
        {
            Kind = kind,
            Tags = tags,
            Position = position,
            CreatedAt = new DateTimeOffset(Math.Min(created, now.UtcTicks), TimeSpan.Zero),
            Lifetime = new(
                has.HasFlag(Has.Revalidate) ? TimeSpan.FromTicks(lifetime.Revalidate) : null,
                has.HasFlag(Has.Expire) ? TimeSpan.FromTicks(lifetime.Expire) : null),
            ETag = has.HasFlag(Has.ETag) ? etag : null,
            Extension = has.HasFlag(Has.Extension) ? extension : null,
            IsNegative = has.HasFlag(Has.Negative),
            RenderTime = TimeSpan.FromTicks(renderTime),
            Code = OrNull(code),
            BuildId = OrNull(build),
            RunId = OrNull(run),
            Label = OrNull(label),
        };
        return EntryReadResult.Of(new(facts, sections), VersionOf(file.Span));
    }

    private static string? OrNull(string text) => text.Length is 0 ? null : text;

    private static CacheTag[] Tags(ref WireReader reader)
    {
        var tags = new CacheTag[reader.Count(least: 5)];
        for (var i = 0; i < tags.Length; i++)
        {
            tags[i] = reader.Tag();
        }

        return tags;
    }

    private static ReadOnlyMemory<byte>[] Sections(ReadOnlyMemory<byte> file, ref WireReader reader)
    {
        var lengths = new uint[reader.Count(least: 4)];
        for (var i = 0; i < lengths.Length; i++)
        {
            lengths[i] = reader.UInt32();
        }

        var sections = new ReadOnlyMemory<byte>[lengths.Length];
        for (var i = 0; i < lengths.Length; i++)
        {
            var start = file.Length - reader.Remaining;
            sections[i] = file.Slice(start, reader.Bytes(lengths[i]).Length);
        }

        return sections;
    }
}
