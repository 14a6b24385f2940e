namespace Perennial.Caching.Ledger;

// Pure, so that every rule of freshness can be tested as a table. Reason says what made the state so.
internal readonly record struct Freshness(FreshnessState State, FreshnessReason Reason)
{
    public static Freshness Fresh => default;

    /// <summary>Whether something was invalidated that it shows: it may be younger than its lifetime, and must not be believed to be fresh.</summary>
    public bool IsInvalidated => State is not FreshnessState.Fresh && Reason is not FreshnessReason.Age;

    /// <summary>The worse of both; on a tie the first one's reason, because invalidations explain more than age does.</summary>
    public Freshness Worse(Freshness other) => other.State > State ? other : this;

    /// <summary>Judges by order alone. Never looks at a clock.</summary>
    /// <remarks>
    /// An entry is fresh only under a ledger that has watched it since it was made. Under any other it is stale: something
    /// may have been invalidated that this ledger never heard of. Its number says nothing then, so it counts as older than
    /// all that this ledger has seen, and an expiry that was acknowledged in this epoch is not softened to one more look at
    /// the old page.
    /// </remarks>
    public static Freshness ByLedger(EntryFacts facts, ITagLedger ledger)
    {
        var isWatched = IsWatched(facts.Position, ledger.Position);
        var number = isWatched ? facts.Position.Number : 0;
        var worst = (isWatched ? Fresh : new(FreshnessState.Stale, FreshnessReason.Epoch))
            .Worse(ByStamps(number, ledger.Floor, FreshnessReason.Floor))
            .Worse(ByStamps(number, ledger[CacheTag.All], FreshnessReason.Tag));
        foreach (var tag in facts.Tags)
        {
            if (worst.State is FreshnessState.Expired)
            {
                break;
            }

            worst = worst.Worse(ByStamps(number, ledger[tag], FreshnessReason.Tag));
        }

        return worst;
    }

    /// <summary>Whether a ledger has seen every invalidation since an entry was made.</summary>
    /// <param name="made">Where the ledger of the render stood.</param>
    /// <param name="now">Where this one stands. An entry above it was made under a ledger that lost its end since.</param>
    public static bool IsWatched(LedgerPosition made, LedgerPosition now) =>
        made.Epoch == LedgerPosition.InImage.Epoch || (made.Epoch == now.Epoch && made.Number <= now.Number);

    /// <summary>Judges by what the ledger knows of itself: who may have missed something believes nothing that was kept.</summary>
    public static Freshness ByTrust(LedgerStatus status, TimeProvider time) =>
        status.TrustedUntil is { } until && time.GetTimestamp() >= until
            ? new(FreshnessState.Stale, FreshnessReason.Unsynced)
            : Fresh;

    /// <summary>Judges by age: RFC 9111 §4.2, fresh while the lifetime is greater than the age.</summary>
    public static Freshness ByAge(Lifetime lifetime, TimeSpan age) =>
        age >= lifetime.Expire ? new(FreshnessState.Expired, FreshnessReason.Age)
        : age >= lifetime.Revalidate ? new(FreshnessState.Stale, FreshnessReason.Age)
        : Fresh;

    private static Freshness ByStamps(long number, TagStamps stamps, FreshnessReason reason) =>
        stamps.ExpiredFrom > number ? new(FreshnessState.Expired, reason)
        : stamps.StaleFrom > number ? new(FreshnessState.Stale, reason)
        : Fresh;
}

internal enum FreshnessState
{
    Fresh, // Serve it.
    Stale, // Serve it, and make a new one behind it.
    Expired, // The visit waits for a new one.
}

internal enum FreshnessReason
{
    None,
    Age, // It is older than its lifetime.
    Tag, // One of its tags was invalidated after its render began.
    Epoch, // No ledger that is in force has watched it since it was made.
    Floor, // The ledger has forgotten the invalidations of its time.
    Unsynced, // This process may have missed an invalidation of its time; else it would be fresh.
}
