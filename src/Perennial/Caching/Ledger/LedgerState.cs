using System.Collections.Concurrent;

namespace Perennial.Caching.Ledger;

/// <summary>
/// The stamps of a ledger, in memory. One writer at a time, any number of readers, no lock on the way of a reader.
/// </summary>
internal sealed class LedgerState(LedgerPosition position, TagStamps floor = default)
{
    private readonly ConcurrentDictionary<CacheTag, TagStamps> _tags = new();
    private volatile LedgerPosition _position = position;
    private volatile StrongFloor _floor = new(floor);

    public LedgerPosition Position => _position;

    public TagStamps Floor => _floor.Value;

    public int Count => _tags.Count;

    public IReadOnlyCollection<KeyValuePair<CacheTag, TagStamps>> Tags => _tags.ToArray();

    // A tag that is not here may just have been forgotten by another thread. The floor, which was raised before that, is
    // the right answer then, and at any other time it says nothing that Floor itself does not say.
    public TagStamps this[CacheTag tag] => _tags.TryGetValue(tag, out var stamps) ? stamps : Floor;

    /// <summary>Makes invalidations visible: stamps first, position last.</summary>
    public void Apply(IReadOnlyList<Stamp> batch)
    {
        foreach (var stamp in batch)
        {
            foreach (var tag in stamp.Tags)
            {
                _tags.TryGetValue(tag, out var before);
                _tags[tag] = before.With(stamp.Kind, stamp.Number);
            }
        }

        _position = _position with { Number = batch[^1].Number };
    }

    /// <summary>
    /// Goes on in another epoch. The stamps stay: an expiry that was acknowledged before must not be softened to "stale",
    /// and an entry of another epoch asks only whether its tags were ever expired.
    /// </summary>
    public void Begin(LedgerPosition position) => _position = position;

    /// <summary>
    /// Takes over what another ledger knows, as if all of it happened now: under one number that is larger than any of both.
    /// A reader who took a position from the other one, and takes stamps from here, then errs on the safe side.
    /// </summary>
    public void TakeOver(LedgerState other)
    {
        var number = Math.Max(Position.Number, other.Position.Number) + 1;
        foreach (var (tag, stamps) in other.Tags)
        {
            _tags.TryGetValue(tag, out var before);
            _tags[tag] = before.Max(Now(stamps));
        }

        _floor = new(Floor.Max(Now(other.Floor)));
        _position = _position with { Number = number };

        TagStamps Now(TagStamps stamps) => new(stamps.StaleFrom > 0 ? number : 0, stamps.ExpiredFrom > 0 ? number : 0);
    }

    public void Restore(CacheTag tag, TagStamps stamps) => _tags[tag] = stamps;

    /// <summary>
    /// Keeps the number of tags below a limit: the oldest are forgotten and the floor rises over them, so that they are
    /// taken for stale rather than for fresh. A quarter goes at once, or each further tag would cost a sort.
    /// </summary>
    public void Forget(int limit)
    {
        if (_tags.Count <= limit)
        {
            return;
        }

        var oldest = _tags.OrderBy(static pair => Math.Max(pair.Value.StaleFrom, pair.Value.ExpiredFrom))
            .Take(_tags.Count - limit + (limit / 4)).ToList();
        _floor = new(oldest.Aggregate(Floor, static (floor, pair) => floor.Max(pair.Value)));
        foreach (var (tag, _) in oldest)
        {
            _tags.TryRemove(tag, out _);
        }
    }

    private sealed record StrongFloor(TagStamps Value);
}

internal sealed record Stamp(long Number, InvalidationKind Kind, IReadOnlyCollection<CacheTag> Tags)
{
    /// <summary>A copy of the caller's tags, each of them one that was made by <see cref="CacheTag"/>.</summary>
    public static IReadOnlyCollection<CacheTag> Checked(IReadOnlyCollection<CacheTag> tags)
    {
        ArgumentNullException.ThrowIfNull(tags);
        return tags.Any(static tag => tag == default)
            ? throw new ArgumentException("default(CacheTag) is no tag. Make one with CacheTag.User, Path or Route.", nameof(tags))
            : [.. tags];
    }
}
