using System.Security.Cryptography;
using Perennial.Caching;

namespace Perennial.Tests.Caching.Files;

/// <summary>Keys and entries to try things with.</summary>
internal static class Some
{
    public static readonly Guid Epoch = new("11111111-2222-3333-4444-555555555555");
    public static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static EntryKey Key(params string?[] parts)
    {
        var builder = new EntryKeyBuilder();
        foreach (var part in parts)
        {
            builder.Add(part);
        }

        return builder.Build();
    }

    public static CacheEntry Entry(long number = 7, int size = 300, params CacheTag[] tags) => new(
        new()
        {
            Kind = CacheKind.Component,
            Tags = tags.Length > 0 ? tags : [CacheTag.User("posts"), CacheTag.Path("/blog/ä"), CacheTag.Route("/blog/{slug}")],
            Position = new(Epoch, number),
            CreatedAt = Now,
            Lifetime = Lifetime.Of(60),
            ETag = "abc",
            Extension = ".html",
        },
        [new byte[] { 1, 2, 3 }, Payload(number, size), Array.Empty<byte>()]);

    public static byte[] Payload(long seed, int size)
    {
        var bytes = new byte[size];
        new Random((int)seed).NextBytes(bytes);
        return bytes;
    }

    public static string Print(CacheEntry entry) => string.Join('|', [
        entry.Facts with { Tags = [], Position = new(Guid.Empty, 0) },
        entry.Facts.Position,
        .. entry.Facts.Tags.Select(static tag => $"{tag.Kind}:{Convert.ToHexString(System.Runtime.InteropServices.MemoryMarshal.AsBytes(tag.Value.AsSpan()))}"),
        .. entry.Sections.Select(static section => Convert.ToHexString(SHA256.HashData(section.Span)))]);
}
