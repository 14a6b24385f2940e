using Perennial.Caching;

namespace Perennial.Postgres.Ledger;

/// <summary>Brings rows of tags into the order of numbers.</summary>
internal sealed class StampRows(long after)
{
    private readonly SortedDictionary<(long Number, InvalidationKind Kind), List<CacheTag>> _stamps = [];

    public void Add(CacheTag tag, long stale, long expired)
    {
        Add(tag, stale, InvalidationKind.Revalidate);
        Add(tag, expired, InvalidationKind.Expire);
    }

    public IReadOnlyList<Stamp> ToStamps() => [.. _stamps.Select(static stamp => new Stamp(stamp.Key.Number, stamp.Key.Kind, stamp.Value))];

    private void Add(CacheTag tag, long number, InvalidationKind kind)
    {
        if (number <= after)
        {
            return;
        }

        if (!_stamps.TryGetValue((number, kind), out var tags))
        {
            _stamps[(number, kind)] = tags = [];
        }

        tags.Add(tag);
    }
}
