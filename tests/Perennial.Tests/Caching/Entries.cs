using Perennial.Caching;

namespace Perennial.Tests.Caching;

/// <summary>Small entries for tests.</summary>
internal static class Entries
{
    public static EntryKey Key(string name) => new EntryKeyBuilder().Add(name).Build();

    public static CacheEntry Entry(
        string text = "text",
        LedgerPosition? position = null,
        Lifetime lifetime = default,
        DateTimeOffset? createdAt = null,
        bool isNegative = false,
        params CacheTag[] tags) => new(
        new EntryFacts
        {
            Kind = CacheKind.Component,
            Tags = tags,
            Position = position ?? new(Guid.Empty, 0),
            CreatedAt = createdAt ?? new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
            Lifetime = lifetime,
            IsNegative = isNegative,
        },
        [System.Text.Encoding.UTF8.GetBytes(text)]);

    public static string Text(this CacheEntry entry) => System.Text.Encoding.UTF8.GetString(entry.Sections[0].Span);
}
