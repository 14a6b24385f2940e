using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Perennial.Caching.Ledger;

/// <summary>
/// The stamps of a ledger, in memory: what every <see cref="ITagLedger"/> answers reads from, whatever its server is. One
/// writer at a time, any number of readers, no lock on the way of a reader.
/// </summary>
/// <param name="position">Where it begins.</param>
/// <param name="floor">What was forgotten before that.</param>
[Experimental("PERNL001")]
public sealed class LedgerState(LedgerPosition position, TagStamps floor = default)
{
    private readonly ConcurrentDictionary<CacheTag, TagStamps> _tags = new();
    private readonly RecentRequests _requests = new();
    private readonly Subscribers _subscribers = new();
    private volatile LedgerPosition _position = position;
    private volatile StrongFloor _floor = new(floor);

    /// <summary>The last invalidation that was applied. The same instance until something changes.</summary>
    public LedgerPosition Position => _position;

    /// <summary>What was forgotten: entries with smaller numbers are stale or expired, whatever their tags.</summary>
    public TagStamps Floor => _floor.Value;

    /// <summary>How many tags are remembered one by one.</summary>
    public int Count => _tags.Count;

    /// <summary>All that is remembered, as a copy.</summary>
    public IReadOnlyCollection<KeyValuePair<CacheTag, TagStamps>> Tags => _tags.ToArray();

    /// <summary>The stamps of one tag.</summary>
    /// <remarks>
    /// A tag that is not here may just have been forgotten by another thread. The floor, which was raised before that, is
    /// the right answer then, and at any other time it says nothing that Floor itself does not say.
    /// </remarks>
    public TagStamps this[CacheTag tag] => _tags.TryGetValue(tag, out var stamps) ? stamps : Floor;

    /// <summary>
    /// Makes invalidations visible: stamps first, position last. They come in the order of their numbers; gaps are allowed. One
    /// that comes late, below the position, is taken in where it says something new, and <see cref="Position"/> is another
    /// instance then: whoever has judged an entry judges it again.
    /// </summary>
    /// <param name="batch">At least one.</param>
    /// <param name="isFromElsewhere">Whether another process made them, so that subscribers are told.</param>
    public void Apply(IReadOnlyList<Stamp> batch, bool isFromElsewhere = false)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var hasChanged = false;
        foreach (var stamp in batch)
        {
            foreach (var tag in stamp.Tags)
            {
                _tags.TryGetValue(tag, out var before);
                var after = before.With(stamp.Kind, stamp.Number);
                hasChanged |= after != before;
                _tags[tag] = after;
            }

            _requests.Remember(stamp.RequestId, stamp.Number);
        }

        if (hasChanged || batch[^1].Number > _position.Number)
        {
            _position = _position with { Number = Math.Max(_position.Number, batch[^1].Number) };
        }

        if (isFromElsewhere)
        {
            _subscribers.Tell(new(_position, batch, IsNewEpoch: false));
        }
    }

    /// <summary>Passes over numbers that were given and invalidate nothing.</summary>
    public void AdvanceTo(long number)
    {
        if (number > _position.Number)
        {
            _position = _position with { Number = number };
        }
    }

    /// <summary>The number that a request got, if it was one of the last.</summary>
    public long? NumberOf(Guid requestId) => _requests.NumberOf(requestId);

    /// <summary>
    /// Goes on in another epoch. The stamps stay: an expiry that was acknowledged before must not be softened to "stale",
    /// and an entry of another epoch asks only whether its tags were ever expired.
    /// </summary>
    /// <param name="position">Where it begins.</param>
    /// <param name="isBegunElsewhere">Whether another process began it.</param>
    public void Begin(LedgerPosition position, bool isBegunElsewhere = false)
    {
        _position = position;
        _subscribers.Tell(new(position, [], IsNewEpoch: true) { IsBegunElsewhere = isBegunElsewhere });
    }

    /// <summary>
    /// Takes over what another ledger knows, as if all of it happened now: under one number that is larger than any of both.
    /// A reader who took a position from the other one, and takes stamps from here, then errs on the safe side.
    /// </summary>
    public void TakeOver(LedgerState other)
    {
        ArgumentNullException.ThrowIfNull(other);
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

    /// <summary>Takes over what another ledger has forgotten one by one.</summary>
    public void Raise(TagStamps floor)
    {
        if (Floor.Max(floor) is var higher && higher != Floor)
        {
            _floor = new(higher);
        }
    }

    /// <summary>Puts back what was remembered of a tag, when a ledger is read from where it was kept.</summary>
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

    /// <summary>The last invalidation of each kind of each tag after a position, as <see cref="ITagLedger.ReadAsync"/> gives them.</summary>
    public IReadOnlyList<Stamp> Since(LedgerPosition from)
    {
        ArgumentNullException.ThrowIfNull(from);
        var number = from.Epoch == Position.Epoch ? from.Number : 0;
        return
        [
            .. Tags.Append(new(CacheTag.All, Floor))
                .SelectMany(static pair => new[]
                {
                    (Number: pair.Value.StaleFrom, Kind: InvalidationKind.Revalidate, Tag: pair.Key),
                    (Number: pair.Value.ExpiredFrom, Kind: InvalidationKind.Expire, Tag: pair.Key),
                })
                .Where(stamp => stamp.Number > number)
                .GroupBy(static stamp => (stamp.Number, stamp.Kind), static stamp => stamp.Tag)
                .OrderBy(static stamp => stamp.Key.Number)
                .Select(static stamp => new Stamp(stamp.Key.Number, stamp.Key.Kind, [.. stamp.Distinct()])),
        ];
    }

    /// <summary>Tells of invalidations from elsewhere and of new epochs.</summary>
    /// <returns>Ends the subscription.</returns>
    public IDisposable Subscribe(Action<LedgerChange> applied) => _subscribers.Add(applied);

    private sealed record StrongFloor(TagStamps Value);
}
