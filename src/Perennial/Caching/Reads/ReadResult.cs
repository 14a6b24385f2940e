using Perennial.Caching.Flights;
using Perennial.Caching.Ledger;
using Perennial.Caching.Memory;

namespace Perennial.Caching.Reads;

/// <param name="Status">What happened.</param>
/// <param name="Slot">What the reader gets; null where he gets nothing out of the cache.</param>
/// <param name="Cell">Its place in memory, if it has one.</param>
/// <param name="Freshness">As it is now. What was made may have been invalidated since its render began, and is good enough for who came before that.</param>
/// <param name="Outcome">How the render ended that the reader waited for; null where he waited for none.</param>
/// <param name="Joined">Whether somebody else had begun that render.</param>
internal readonly record struct ReadResult(
    ReadStatus Status, CacheSlot? Slot = null, CacheCell? Cell = null, Freshness Freshness = default, RenderOutcome? Outcome = null, bool Joined = false);

internal enum ReadStatus
{
    Hit,
    Stale, // An old one, at once; or because the new one that was waited for could not be made.
    Unrendered, // An expired one, at once: it could not be made a moment ago.
    Miss, // Made now: there was none.
    Expired, // Made now: there was one, which this reader could not take.
    StaleFailed, // An expired one: the reader waited, and it could not be made.
    StaleRefused, // An expired one: too many renders wait.
    NotKept, // Nothing: each reader gets their own.
    Failed, // Nothing: it could not be made.
    Refused, // Nothing: too many renders wait.
    Bypass, // Nothing: what is kept is for others.
}
