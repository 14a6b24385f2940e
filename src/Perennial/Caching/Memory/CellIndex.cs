using System.Collections.Concurrent;

namespace Perennial.Caching.Memory;

/// <summary>
/// A shorter way to cells of the memory tier than by their keys, for the path of a hit. It lives and dies with the cells, so
/// it needs no limit of its own; who adds sees to it that a cell has few names.
/// </summary>
internal sealed class CellIndex<TKey, TValue>(IEqualityComparer<TKey>? comparer = null)
    where TKey : notnull
    where TValue : class, IIndexed
{
    private readonly ConcurrentDictionary<TKey, TValue> _values = new(comparer);

    public TValue? Find(TKey key) => _values.GetValueOrDefault(key);

    public void Add(TKey key, TValue value)
    {
        var cell = value.Cell;
        if (_values.TryGetValue(key, out var known) && ReferenceEquals(known.Cell, cell))
        {
            return;
        }

        _values[key] = value;
        lock (cell)
        {
            cell.Gone += () => _values.TryRemove(new(key, value));
        }

        if (cell.IsGone)
        {
            // The cell was evicted between being found and getting its callback.
            _values.TryRemove(new(key, value));
        }
    }
}

internal interface IIndexed
{
    CacheCell Cell { get; }
}
