using System.Collections.Concurrent;

namespace Perennial.Caching.Memory;

/// <summary>
/// Entries in memory, within a limit of bytes and of count. What was not asked for since the last sweep goes first (the
/// clock algorithm: as good as least-recently-used here, and a hit writes one flag instead of relinking a list).
/// </summary>
internal sealed class MemoryTier(long byteLimit, int countLimit, TimeProvider time, Func<long?>? shortage = null)
{
    private const int GoneLimit = 1024;

    private readonly ConcurrentDictionary<EntryKey, CacheCell> _cells = new();
    private readonly ConcurrentQueue<CacheCell> _hand = new();
    private long _bytes;
    private int _count;
    private int _gone;
    private long _answered;

    public long Bytes => Interlocked.Read(ref _bytes);

    public int Count => Volatile.Read(ref _count);

    /// <summary>Cells that the hand passes, those included that were forgotten since it last passed them.</summary>
    internal int Passed => _hand.Count;

    public CacheCell? Find(EntryKey key)
    {
        if (!_cells.TryGetValue(key, out var cell) || cell.Current is null)
        {
            return null;
        }

        cell.IsUsed = true;
        return cell;
    }

    public CacheCell? Put(CacheSlot slot)
    {
        if (slot.Entry.Size > byteLimit || countLimit == 0)
        {
            Remove(slot.Key);
            return null;
        }

        CacheCell cell;
        while (!TryReplace(cell = Cell(slot.Key), slot))
        {
            // The sweep took the cell between finding and locking it; the next round makes another.
        }

        // Asked when something is added, never by a timer: what does not grow needs no shrinking.
        var limit = IsShort() ? Math.Min(byteLimit, Bytes / 2) : byteLimit;
        while ((Bytes > limit || Count > countLimit) && _hand.TryDequeue(out var candidate))
        {
            Sweep(candidate);
        }

        if (Volatile.Read(ref _gone) > Count + GoneLimit)
        {
            Tidy();
        }

        return cell;
    }

    // What was forgotten since that collection only the next one will give back: answered with each page that comes, one
    // shortage would halve what is left until nothing is.
    private bool IsShort() => shortage?.Invoke() is { } seenBy && Interlocked.Exchange(ref _answered, seenBy) != seenBy;

    public void Remove(EntryKey key)
    {
        if (_cells.TryGetValue(key, out var cell) && Forget(cell))
        {
            // A forgotten cell stays in the clock until its hand reaches it, which may never happen while there is room.
            Interlocked.Increment(ref _gone);
        }
    }

    private void Tidy()
    {
        for (var left = _hand.Count; left > 0 && _hand.TryDequeue(out var cell); left--)
        {
            if (cell.IsGone)
            {
                Interlocked.Decrement(ref _gone);
            }
            else
            {
                _hand.Enqueue(cell);
            }
        }
    }

    private CacheCell Cell(EntryKey key)
    {
        while (true)
        {
            if (_cells.TryGetValue(key, out var cell))
            {
                return cell;
            }

            cell = new CacheCell(key, time);
            if (_cells.TryAdd(key, cell))
            {
                Interlocked.Increment(ref _count);
                _hand.Enqueue(cell);
                return cell;
            }
        }
    }

    private bool TryReplace(CacheCell cell, CacheSlot slot)
    {
        lock (cell)
        {
            if (cell.IsGone)
            {
                return false;
            }

            Interlocked.Add(ref _bytes, slot.Entry.Size - (cell.Current?.Entry.Size ?? 0));
            cell.Replace(slot);
            return true;
        }
    }

    private void Sweep(CacheCell cell)
    {
        if (cell.IsGone)
        {
            Interlocked.Decrement(ref _gone);
            return;
        }

        if (cell.IsUsed)
        {
            cell.IsUsed = false;
            _hand.Enqueue(cell);
            return;
        }

        Forget(cell);
    }

    private bool Forget(CacheCell cell)
    {
        lock (cell)
        {
            if (cell.IsGone)
            {
                return false;
            }

            Interlocked.Add(ref _bytes, -(cell.Current?.Entry.Size ?? 0));
            Interlocked.Decrement(ref _count);
            cell.Forget();
            _cells.TryRemove(new(cell.Key, cell));
        }

        cell.Gone?.Invoke();
        return true;
    }
}
