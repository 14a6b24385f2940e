using Perennial.Caching.Ledger;

namespace Perennial.Caching.Guard;

/// <summary>
/// Entries that could not be written to a store that other servers write, too. What is older than one of them is a miss;
/// what is not was written by another since, and is as good as what failed.
/// </summary>
/// <remarks>
/// At most <see cref="UnconfirmedWrites.Limit"/> keys are remembered. One more and all of them become one number, below which
/// nothing is believed: so an outage that is long enough costs renders, and ends with what is written after it.
/// </remarks>
internal sealed class UnconfirmedSharedWrites(Func<LedgerPosition> now)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<EntryKey, (long Number, LedgerPosition Least)> _failed = [];
    private LedgerPosition? _floor;
    private volatile bool _any;

    /// <param name="key">Its key.</param>
    /// <param name="number">Of the write.</param>
    /// <param name="made">Where the ledger stood when its render began; null where what stood there was to be removed, and whatever is as old as this moment is what should have gone.</param>
    /// <returns>Whether keys are not told apart any more since.</returns>
    public bool Failed(EntryKey key, long number, LedgerPosition? made)
    {
        var at = now();
        var least = made ?? at with { Number = at.Number + 1 };
        lock (_lock)
        {
            _any = true;
            if (_failed.TryGetValue(key, out var known))
            {
                _failed[key] = (Math.Max(known.Number, number), Newer(known.Least, least, at));
                return false;
            }

            if (_failed.Count < UnconfirmedWrites.Limit)
            {
                _failed.Add(key, (number, least));
                return false;
            }

            _floor = _failed.Values.Aggregate(Newer(_floor ?? least, least, at), (floor, each) => Newer(floor, each.Least, at));
            _failed.Clear();
            return true;
        }
    }

    public void Succeeded(EntryKey key, long number)
    {
        if (!_any)
        {
            return;
        }

        lock (_lock)
        {
            if (_failed.TryGetValue(key, out var known) && known.Number <= number)
            {
                _failed.Remove(key);
            }

            _any = _failed.Count > 0 || _floor is not null;
        }
    }

    public bool Believes(EntryKey key, LedgerPosition found)
    {
        if (!_any)
        {
            return true;
        }

        var at = now();
        lock (_lock)
        {
            return (_floor is null || EntryOrder.Compare(found, _floor, at) >= 0)
                && (!_failed.TryGetValue(key, out var known) || EntryOrder.Compare(found, known.Least, at) >= 0);
        }
    }

    private static LedgerPosition Newer(LedgerPosition first, LedgerPosition second, LedgerPosition at) =>
        EntryOrder.Compare(first, second, at) >= 0 ? first : second;
}
