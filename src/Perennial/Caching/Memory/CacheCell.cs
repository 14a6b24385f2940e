using Perennial.Caching.Flights;

namespace Perennial.Caching.Memory;

/// <summary>The place of one key in memory. Its slot is swapped whole; a cell that lost its slot never gets another.</summary>
internal sealed class CacheCell(EntryKey key, TimeProvider time)
{
    private CacheSlot? _current;

    public EntryKey Key { get; } = key;

    public CacheSlot? Current => Volatile.Read(ref _current);

    public RefreshGate Refresh { get; } = new(time);

    /// <summary>Set by a hit, cleared by the sweep that looks for something to forget. Not set at first: a flood of pages that nobody
    /// asks for twice must not wear out those that are asked for.</summary>
    public bool IsUsed { get; set; }

    public bool IsGone { get; private set; }

    /// <summary>Called once when the cell is forgotten, so that an index onto it forgets it too.</summary>
    public Action? Gone { get; set; }

    /// <summary>Callers hold the lock on this cell.</summary>
    public void Replace(CacheSlot slot) => Volatile.Write(ref _current, slot);

    /// <summary>Callers hold the lock on this cell.</summary>
    public void Forget()
    {
        IsGone = true;
        Volatile.Write(ref _current, null);
    }
}
