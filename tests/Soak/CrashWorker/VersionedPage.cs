using System.Buffers.Binary;
using System.Security.Cryptography;
using Perennial.Caching;

namespace Perennial.Soak.CrashWorker;

/// <summary>A page that carries its own proof: which key and version it is, and the sum of its body.</summary>
internal static class VersionedPage
{
    /// <summary>Every tenth version is a removal.</summary>
    public static bool IsRemoval(long version) => version % 10 is 0;

    public static EntryKey Key(int key) => new EntryKeyBuilder().Add("kill").Add($"{key}").Build();

    public static CacheTag Tag(int key) => CacheTag.User($"tag {key}");

    public static CacheEntry Make(int key, long version)
    {
        var random = new Random(HashCode.Combine(key, version));
        var body = new byte[random.Next(1, 60_000)];
        random.NextBytes(body);
        var facts = new EntryFacts
        {
            Kind = CacheKind.Component,
            Tags = [Tag(key)],
            Position = new(Guid.Empty, version),
            CreatedAt = DateTimeOffset.UnixEpoch,
            Lifetime = Lifetime.Of(60),
            ETag = $"{key}-{version}",
        };
        return new(facts, [Proof(key, version, body), body]);
    }

    /// <returns>Whether all parts belong to each other and to the key.</returns>
    public static bool IsWhole(int key, CacheEntry entry) =>
        entry.Sections is [var proof, var body]
        && proof.Span.SequenceEqual(Proof(key, entry.Facts.Position.Number, body.Span))
        && entry.Facts.ETag == $"{key}-{entry.Facts.Position.Number}"
        && entry.Facts.Tags.SequenceEqual([Tag(key)]);

    private static byte[] Proof(int key, long version, ReadOnlySpan<byte> body)
    {
        var proof = new byte[12 + SHA256.HashSizeInBytes];
        BinaryPrimitives.WriteInt32LittleEndian(proof, key);
        BinaryPrimitives.WriteInt64LittleEndian(proof.AsSpan(4), version);
        SHA256.HashData(body, proof.AsSpan(12));
        return proof;
    }
}
