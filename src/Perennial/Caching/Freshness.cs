namespace Perennial.Caching;

/// <summary>What may be done with an entry, and why. Values in, values out: the whole of design's correctness stands here.</summary>
/// <param name="State">Serve, serve and refresh behind, or wait for a fresh one.</param>
/// <param name="Reason">What made it so.</param>
internal readonly record struct Freshness(FreshnessState State, FreshnessReason Reason)
{
    public static Freshness Fresh => default;

    /// <summary>Whether something was invalidated that it shows: it may be younger than its lifetime, and must not be believed to be fresh.</summary>
    public bool IsInvalidated => State is not FreshnessState.Fresh && Reason is not FreshnessReason.Age;

    /// <summary>The worse of both; on a tie the first one's reason, because invalidations explain more than age does.</summary>
    public Freshness Worse(Freshness other) => other.State > State ? other : this;

    /// <summary>Judges by order alone. Never looks at a clock.</summary>
    public static Freshness ByLedger(EntryFacts facts, ITagLedger ledger)
    {
        var position = ledger.Position;
        var number = facts.Position.Number;
        if (IsBuilt(facts.Position))
        {
            // Nobody knows what was invalidated before this process when the ledger does not survive one.
            if (!ledger.IsDurable)
            {
                return new(FreshnessState.Stale, FreshnessReason.Epoch);
            }
        }
        else if (facts.Position.Epoch != position.Epoch)
        {
            return new(FreshnessState.Stale, FreshnessReason.Epoch);
        }

        var worst = ByStamps(number, ledger.Floor, FreshnessReason.Floor).Worse(
            ByStamps(number, ledger[CacheTag.All], FreshnessReason.Tag));
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

    /// <summary>Judges by age: RFC 9111 §4.2, fresh while the lifetime is greater than the age.</summary>
    public static Freshness ByAge(Lifetime lifetime, TimeSpan age) =>
        age >= lifetime.Expire ? new(FreshnessState.Expired, FreshnessReason.Age)
        : age >= lifetime.Revalidate ? new(FreshnessState.Stale, FreshnessReason.Age)
        : Fresh;

    /// <summary>A page of the build belongs to no ledger: number 0 of every epoch.</summary>
    public static bool IsBuilt(LedgerPosition position) => position.Epoch == Guid.Empty;

    private static Freshness ByStamps(long number, TagStamps stamps, FreshnessReason reason) =>
        stamps.ExpiredFrom > number ? new(FreshnessState.Expired, reason)
        : stamps.StaleFrom > number ? new(FreshnessState.Stale, reason)
        : Fresh;
}
