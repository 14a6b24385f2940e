using Perennial.Caching.Flights;
using Perennial.Caching.Memory;

namespace Perennial.Caching.Reads;

// What one reader asks for. A class and no delegates: a hit allocates one object at the most, and who keeps it allocates none.
internal abstract class ReadRequest(EntryKey key, CacheKind kind)
{
    public EntryKey Key { get; } = key;

    public CacheKind Kind { get; } = kind;

    public virtual StaleUse Stale => StaleUse.Serve;

    public virtual AfterFailure AfterFailure => AfterFailure.Rest;

    /// <summary>How long this reader waits. The render goes on without him.</summary>
    public virtual TimeSpan Patience => Timeout.InfiniteTimeSpan;

    /// <summary>Whether a render said a moment ago that what is asked for is not kept: then none is made to hear it again.</summary>
    public virtual bool IsKnownNotKept => false;

    public abstract SlotUse Use(CacheSlot slot);

    /// <param name="old">What it will take the place of; null where there is nothing, or nothing readable.</param>
    public abstract Render Render(CacheSlot? old);
}

internal enum SlotUse
{
    Serve,
    Bypass, // Kept, and not for this reader.
    Unreadable, // Counts as missing.
}

/// <summary>What a reader does with an entry that may still be shown.</summary>
internal enum StaleUse
{
    Serve, // Takes it; a new one is made behind.
    ServeTooOld, // Takes it where it is only too old, and waits where it was invalidated.
    Wait, // Waits for the new one: he makes something of it that is kept in its turn, and must not be older.
}

/// <summary>What a reader does who would have to wait for what could not be made a moment ago.</summary>
internal enum AfterFailure
{
    Rest, // Takes the old entry while tries rest.
    TryBehind, // Never waits for it: it is tried behind, and he does without.
    Retry, // Waits all the same.
}
