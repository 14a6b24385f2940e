using System.Buffers.Binary;
using System.Security.Cryptography;
using Perennial.Caching.Ledger;

namespace Perennial.Caching.Files;

/// <summary>The ledger's file as bytes.</summary>
/// <remarks>
/// <code>
/// file    = header record*
/// header  = magic "PRLG" version(1) zero(3) epoch(16) number(8) floor(16) tags(4) sum(16)      68 bytes
/// record  = length(4) ~length(4) sum(16) payload
/// payload = 1 count(4) { tag stamps }*                    a part of the snapshot that the file began with
///         | 2 kind(1) number(8) count(4) tag*             one invalidation
/// tag     = kind(1) length(4) text
/// floor, stamps = stale from(8) expired from(8)
/// sum     = the first 16 bytes of the SHA-256 of the header before it, or of length and payload
/// </code>
/// A record that ends too early, at the end of the file, is dropped; whether it was acknowledged, the witness knows
/// (<see cref="LedgerLossCheck"/>). Whatever else is wrong makes the file unreadable. The complement of the length is there because a flipped bit in a bare length would look like a cut.
/// </remarks>
internal static class LedgerFormat
{
    private const byte Version = 1;
    private const int SumLength = 16;
    private const int HeaderLength = 68;
    private const int RecordHead = 8 + SumLength;
    private const int SnapshotPart = 1000;

    private enum Record : byte
    {
        None = 0,
        Snapshot = 1,
        Stamp = 2,
    }

    private static ReadOnlySpan<byte> Magic => "PRLG"u8;

    public static byte[] Snapshot(LedgerState state) => Snapshot(state, state.Position);

    public static byte[] Snapshot(LedgerState state, LedgerPosition position)
    {
        var tags = state.Tags;
        var writer = new WireWriter(HeaderLength + (64 * tags.Count));
        writer.Bytes(Magic);
        writer.UInt32(Version);
        writer.Guid(position.Epoch);
        writer.Int64(position.Number);
        Stamps(writer, state.Floor);
        writer.UInt32(tags.Count);
        writer.Bytes(SHA256.HashData(writer.Written).AsSpan(0, SumLength));
        foreach (var part in tags.Chunk(SnapshotPart))
        {
            var payload = new WireWriter();
            payload.Byte((byte)Record.Snapshot);
            payload.UInt32(part.Length);
            foreach (var (tag, stamps) in part)
            {
                payload.Tag(tag);
                Stamps(payload, stamps);
            }

            Append(writer, payload);
        }

        return writer.Written.ToArray();
    }

    public static void Append(WireWriter writer, Stamp stamp)
    {
        var payload = new WireWriter();
        payload.Byte((byte)Record.Stamp);
        payload.Byte((byte)stamp.Kind);
        payload.Int64(stamp.Number);
        payload.UInt32(stamp.Tags.Count);
        foreach (var tag in stamp.Tags)
        {
            payload.Tag(tag);
        }

        Append(writer, payload);
    }

    public static (LedgerState State, int Length)? Read(ReadOnlySpan<byte> file)
    {
        if (ReadHeader(file) is not { } header)
        {
            return null;
        }

        var (state, missing) = header;
        var position = HeaderLength;
        while (true)
        {
            var (length, isWhole) = Next(file[position..]);
            if (!isWhole)
            {
                return null;
            }

            if (length is 0)
            {
                return missing is 0 ? (state, position) : null;
            }

            var restored = Take(state, file.Slice(position + RecordHead, length - RecordHead), missing);
            if (restored < 0)
            {
                return null;
            }

            missing -= restored;
            position += length;
        }
    }

    private static (LedgerState State, long Tags)? ReadHeader(ReadOnlySpan<byte> file)
    {
        var reader = new WireReader(file);
        if (!reader.Bytes(4).SequenceEqual(Magic) || reader.UInt32() is not Version)
        {
            return null;
        }

        var state = new LedgerState(new(reader.Guid(), reader.Int64()), Stamps(ref reader));
        var tags = reader.UInt32();
        var isWhole = reader.Bytes(SumLength).SequenceEqual(Sum(file[..Math.Min(file.Length, HeaderLength - SumLength)], default));
        return isWhole && !reader.Failed ? (state, tags) : null;
    }

    private static (int Length, bool IsWhole) Next(ReadOnlySpan<byte> rest)
    {
        if (rest.Length < 8)
        {
            return (0, true);
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(rest);
        if (length != ~BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]) || length is 0)
        {
            return (0, false);
        }

        if (length > rest.Length - RecordHead)
        {
            return (0, true);
        }

        var whole = RecordHead + (int)length;
        return (whole, Sum(rest[..4], rest[RecordHead..whole]).AsSpan().SequenceEqual(rest[8..RecordHead]));
    }

    private static int Take(LedgerState state, ReadOnlySpan<byte> payload, long missing)
    {
        var reader = new WireReader(payload);
        switch ((Record)reader.Byte())
        {
            case Record.Snapshot:
                var count = reader.Count(least: 21);
                for (var i = 0; i < count && !reader.Failed; i++)
                {
                    state.Restore(reader.Tag(), Stamps(ref reader));
                }

                return reader.Failed || count > missing ? -1 : count;

            case Record.Stamp:
                var kind = (InvalidationKind)reader.Byte();
                var number = reader.Int64();
                var tags = new CacheTag[reader.Count(least: 5)];
                for (var i = 0; i < tags.Length; i++)
                {
                    tags[i] = reader.Tag();
                }

                if (reader.Failed || !Enum.IsDefined(kind) || number != state.Position.Number + 1 || missing > 0)
                {
                    return -1;
                }

                state.Apply([new(number, kind, tags)]);
                return 0;

            default:
                return -1;
        }
    }

    private static void Append(WireWriter writer, WireWriter payload)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)payload.Length);
        writer.Bytes(length);
        writer.UInt32(~(uint)payload.Length);
        writer.Bytes(Sum(length, payload.Written));
        writer.Bytes(payload.Written);
    }

    private static byte[] Sum(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(first);
        hash.AppendData(second);
        return hash.GetHashAndReset()[..SumLength];
    }

    private static void Stamps(WireWriter writer, TagStamps stamps)
    {
        writer.Int64(stamps.StaleFrom);
        writer.Int64(stamps.ExpiredFrom);
    }

    private static TagStamps Stamps(ref WireReader reader) => new(reader.Int64(), reader.Int64());
}
