using Perennial.Caching;
using Perennial.Caching.Ledger;

namespace Perennial.Tests.Caching.Ledger;

public sealed class LedgerStateTests
{
    private static readonly CacheTag A = "a";

    private readonly LedgerState _state = new(new(Guid.NewGuid(), 5));

    [Fact]
    public void A_late_invalidation_is_seen_by_who_compares_positions()
    {
        var before = _state.Position;

        _state.Apply([new(3, InvalidationKind.Expire, [A])]);

        Assert.Equal(3, _state[A].ExpiredFrom);
        Assert.Equal(5, _state.Position.Number);
        Assert.NotSame(before, _state.Position);
    }

    [Fact]
    public void What_changes_nothing_leaves_the_position_that_hits_compare_with()
    {
        _state.Apply([new(6, InvalidationKind.Expire, [A])]);
        var before = _state.Position;

        _state.Apply([new(4, InvalidationKind.Expire, [A])]);

        Assert.Same(before, _state.Position);
    }
}
