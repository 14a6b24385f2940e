using Perennial.Caching;

namespace Perennial.Fleet.Postgres;

internal static class Entries
{
    public static CacheEntry Of(long number, int size = 3) => new(
        new()
        {
            Kind = CacheKind.Component,
            Tags = [CacheTag.User("a")],
            Position = new(new Guid(7, 0, 0, [0, 0, 0, 0, 0, 0, 0, 7]), number),
            CreatedAt = new(2020, 1, 2, 3, 4, 5, TimeSpan.Zero),
            Lifetime = Lifetime.Of(60),
        },
        [new byte[size]]);

    public static EntryKey Key(string name) => new EntryKeyBuilder().Add(name).Build();
}
