using System.Buffers.Binary;
using System.Globalization;
using Perennial.Caching;
using Perennial.Caching.Ledger;
using StackExchange.Redis;

namespace Perennial.Redis;

/// <summary>What the scripts of the ledger take and give.</summary>
internal static class ReadingFormat
{
    private const int HeadLength = 1 + 16;

    /// <summary>kind(1) request(16), then each tag: length(2) bytes.</summary>
    public static byte[] Write(StampRequest request)
    {
        using var bytes = new MemoryStream();
        bytes.WriteByte((byte)request.Kind);
        bytes.Write(request.Id.ToByteArray());
        Span<byte> length = stackalloc byte[2];
        foreach (var tag in request.Tags.Distinct())
        {
            var encoded = TagEncoding.ToBytes(tag);
            BinaryPrimitives.WriteUInt16BigEndian(length, checked((ushort)encoded.Length));
            bytes.Write(length);
            bytes.Write(encoded);
        }

        return bytes.ToArray();
    }

    public static LedgerReading Read(RedisResult result)
    {
        if ((RedisResult[]?)result is not [var epoch, var head, var stale, var expired, var whole, var found, var given, var begun])
        {
            throw new InvalidDataException("The ledger in Redis gave something that is no reading.");
        }

        var position = new LedgerPosition(Guid.ParseExact((string)epoch!, "N"), (long)head);
        var isWhole = (long)whole is 1;
        var values = (RedisValue[])found!;
        return new(position, isWhole ? Whole(values) : Tail(values, position.Number - values.Length))
        {
            Floor = new((long)stale, (long)expired),
            IsWhole = isWhole,
            Given = (long[])given!,
            EpochBegan = (long)begun is 1,
        };
    }

    private static List<Stamp> Tail(RedisValue[] entries, long before) =>
        [.. entries.Select((entry, i) => Stamp(((ReadOnlyMemory<byte>)entry).Span, before + i + 1))];

    private static Stamp Stamp(ReadOnlySpan<byte> entry, long number)
    {
        var tags = new List<CacheTag>();
        for (var rest = entry[HeadLength..]; !rest.IsEmpty;)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(rest);
            tags.Add(TagEncoding.FromBytes(rest.Slice(2, length)));
            rest = rest[(2 + length)..];
        }

        return new(number, (InvalidationKind)entry[0], tags) { RequestId = new(entry[1..HeadLength]) };
    }

    /// <summary>All fields and values of the hash; among them those of the tags.</summary>
    private static List<Stamp> Whole(RedisValue[] fields)
    {
        var stamps = new Dictionary<(long Number, InvalidationKind Kind), List<CacheTag>>();
        for (var i = 0; i + 1 < fields.Length; i += 2)
        {
            if (((ReadOnlyMemory<byte>)fields[i]).Span is [(byte)'t', .. var encoded])
            {
                var tag = TagEncoding.FromBytes(encoded);
                var numbers = fields[i + 1].ToString().Split(' ');
                Add(long.Parse(numbers[0], CultureInfo.InvariantCulture), InvalidationKind.Revalidate, tag);
                Add(long.Parse(numbers[1], CultureInfo.InvariantCulture), InvalidationKind.Expire, tag);
            }
        }

        return [.. stamps.OrderBy(static pair => pair.Key.Number).Select(static pair => new Stamp(pair.Key.Number, pair.Key.Kind, pair.Value))];

        void Add(long number, InvalidationKind kind, CacheTag tag)
        {
            if (number > 0)
            {
                (stamps.TryGetValue((number, kind), out var tags) ? tags : stamps[(number, kind)] = []).Add(tag);
            }
        }
    }
}
