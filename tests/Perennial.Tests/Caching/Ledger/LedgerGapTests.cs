using Microsoft.Extensions.Logging.Abstractions;
using Perennial.Caching;
using Perennial.Caching.Ledger;

namespace Perennial.Tests.Caching.Ledger;

/// <summary>Visitors stand behind a gap: what a ledger does there is neither their error nor a thousand calls.</summary>
public sealed class LedgerGapTests
{
    private readonly ForeignLedger _ledger = new();

    private LedgerPosition Above => _ledger.Position with { Number = _ledger.Position.Number + 3 };

    [Fact]
    public async Task Whatever_a_ledger_throws_the_visitor_goes_on()
    {
        _ledger.OnCall = static () => throw new InvalidOperationException("Somebody else's code.");
        var (epoch, gap) = (_ledger.Position.Epoch, Gap());

        await gap.CloseAsync(Above, default);

        Assert.Equal(1, _ledger.CatchUps);
        Assert.Equal(epoch, _ledger.Position.Epoch);
    }

    [Fact]
    public async Task Who_meets_the_same_number_at_once_asks_once()
    {
        var held = ScriptedStore.Signal();
        _ledger.OnCall = () => held.Task;
        var (made, gap) = (Above, Gap());

        var closing = Enumerable.Range(0, 100).Select(_ => gap.CloseAsync(made, default).AsTask()).ToList();
        held.SetResult();
        await Task.WhenAll(closing);

        Assert.Equal(1, _ledger.CatchUps);
        Assert.NotEqual(made.Epoch, _ledger.Position.Epoch);
    }

    [Fact]
    public async Task Who_goes_away_takes_nothing_from_the_others()
    {
        var held = ScriptedStore.Signal();
        _ledger.OnCall = () => held.Task;
        var (made, gap) = (Above, Gap());
        using var leaving = new CancellationTokenSource();

        var first = gap.CloseAsync(made, leaving.Token).AsTask();
        var second = gap.CloseAsync(made, default).AsTask();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        held.SetResult();
        await second;

        Assert.NotEqual(made.Epoch, _ledger.Position.Epoch);
    }

    private LedgerGap Gap() => new(_ledger, NullLogger.Instance);
}
