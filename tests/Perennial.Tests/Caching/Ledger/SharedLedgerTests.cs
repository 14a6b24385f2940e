using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Perennial.Caching;
using Perennial.Caching.Ledger;

namespace Perennial.Tests.Caching.Ledger;

[SuppressMessage("Design", "CA1001", Justification = "The ledger closes the log, which holds nothing.")]
public sealed class SharedLedgerTests
{
    private static readonly CacheTag A = "a";
    private static readonly CacheTag B = "b";
    private static readonly IOException Broken = new("The connection broke.");

    private readonly ScriptedLog _log = new();
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_another_server_invalidates_is_known_when_the_bell_rings()
    {
        await using var ledger = await OpenAsync();

        var number = _log.Append(A, InvalidationKind.Expire);

        await Eventually.IsTrueAsync(() => ledger[A].ExpiredFrom == number);
    }

    [Fact]
    public async Task A_lost_bell_costs_one_interval()
    {
        _log.HasBell = false;
        await using var ledger = await OpenAsync();

        var number = _log.Append(A, InvalidationKind.Expire);
        await PassesAsync(TimeSpan.FromSeconds(2), () => ledger[A].ExpiredFrom == number);
    }

    [Fact]
    public async Task A_server_starts_without_its_ledger_believes_nothing_and_says_so_until_it_is_there()
    {
        _log.Append(A, InvalidationKind.Expire);
        _log.Fault = Broken;

        await using var ledger = await OpenAsync();

        Assert.False(ledger.Status.IsDurable);
        Assert.True(ledger.Status.TrustedUntil <= _time.GetTimestamp());
        Assert.NotEqual(_log.Head.Epoch, ledger.Position.Epoch);

        _log.Fault = null;
        await PassesAsync(TimeSpan.FromSeconds(2), () => ledger.Position == _log.Head);

        Assert.True(ledger.Status.IsDurable);
        Assert.True(ledger.Status.TrustedUntil > _time.GetTimestamp());
        Assert.Equal(1, ledger[A].ExpiredFrom);
    }

    [Fact]
    public async Task A_server_that_is_cut_off_believes_what_it_knows_for_five_seconds()
    {
        var opened = _time.GetTimestamp();
        await using var ledger = await OpenAsync();
        _log.Fault = Broken;

        var until = ledger.Status.TrustedUntil!.Value;
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.InRange(_time.GetElapsedTime(opened, until).TotalSeconds, 4.9, 5.1);
        Assert.Equal(until, ledger.Status.TrustedUntil);
    }

    [Fact]
    public async Task Of_an_epoch_it_is_said_whether_this_server_began_it()
    {
        await using var ledger = await OpenAsync();
        var told = new System.Collections.Concurrent.ConcurrentQueue<LedgerChange>();
        using var subscription = ledger.Subscribe(told.Enqueue);
        Assert.False(ledger.EpochBegan);

        await _log.BeginEpochAsync(_log.Head.Epoch, 0, Token);
        await Eventually.IsTrueAsync(() => told.Count is 1);
        await ledger.BeginEpochAsync(ledger.Position.Epoch, Token);

        Assert.Equal([true, false], told.Select(static change => change.IsBegunElsewhere));
        Assert.True(ledger.EpochBegan);
    }

    [Fact]
    public async Task An_invalidation_whose_answer_was_lost_is_asked_for_again_and_happens_once()
    {
        await using var ledger = await OpenAsync();
        _log.LostAnswer = Broken;

        var stamping = ledger.StampAsync([A], InvalidationKind.Expire, Token).AsTask();
        await PassesAsync(TimeSpan.FromSeconds(1), () => stamping.IsCompleted);

        Assert.Equal(1, (await stamping).Number);
        Assert.Equal(1, _log.Head.Number);
        Assert.True(_log.Appends > 1);
    }

    [Fact]
    public async Task An_invalidation_that_never_reached_the_log_is_answered_not_applied()
    {
        await using var ledger = await OpenAsync();
        _log.Fault = new PerennialException("PER2110", "Nobody listens there.");

        await FailsAsync("PER2110", ledger);

        Assert.Equal(0, ledger[A].ExpiredFrom);
    }

    [Fact]
    public async Task Of_an_invalidation_that_may_have_happened_nobody_says_that_it_did_not()
    {
        await using var ledger = await OpenAsync();
        var stamping = ledger.StampAsync([A], InvalidationKind.Expire, Token).AsTask();
        await stamping;
        _log.LostAnswer = Broken;

        var second = ledger.StampAsync([B], InvalidationKind.Expire, Token).AsTask();
        await Eventually.IsTrueAsync(() => _log.LostAnswer is null);
        _log.Fault = new PerennialException("PER2110", "Nobody listens there.");
        await PassesAsync(TimeSpan.FromSeconds(6), () => second.IsCompleted);

        Assert.Equal("PER2112", (await Assert.ThrowsAsync<PerennialException>(() => second)).Code);
    }

    [Fact]
    public async Task What_came_while_another_append_was_under_way_goes_together()
    {
        await using var ledger = await OpenAsync();

        var positions = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => ledger.StampAsync([CacheTag.User($"t{i}")], InvalidationKind.Revalidate, Token).AsTask()));

        Assert.Equal(200, ledger.Position.Number);
        Assert.Equal(Enumerable.Range(1, 200).Select(static i => (long)i), Enumerable.Range(0, 200).Select(i => ledger[CacheTag.User($"t{i}")].StaleFrom).Order());
        Assert.All(positions, position => Assert.True(position.Number > 0));
        Assert.True(_log.Appends < 200, $"{_log.Appends} appends.");
    }

    [Fact]
    public async Task A_log_that_lost_its_end_gets_a_new_epoch_and_back_what_this_server_knows_was_expired()
    {
        await using var ledger = await OpenAsync();
        _log.Append(B, InvalidationKind.Revalidate);
        await ledger.StampAsync([A], InvalidationKind.Expire, Token);
        var before = ledger.Position;

        _log.PutBack(1);
        await PassesAsync(TimeSpan.FromSeconds(2), () => ledger.Position.Epoch != before.Epoch && ledger[A].ExpiredFrom > before.Number);

        await using var other = await OpenAsync();
        await Eventually.IsTrueAsync(() => other[A].ExpiredFrom > before.Number);
        Assert.Equal(ledger.Position.Epoch, other.Position.Epoch);
    }

    [Fact]
    public async Task An_answer_that_comes_when_nobody_waits_any_more_is_no_loss()
    {
        var (answers, epoch) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), _log.Head.Epoch);
        await using var ledger = await OpenAsync();
        _log.Append(A, InvalidationKind.Expire);
        await Eventually.IsTrueAsync(() => ledger.Position.Number is 1);

        // It was asked at number 1, and is answered when number 3 is known.
        _log.Held = answers.Task;
        await PassesAsync(TimeSpan.FromSeconds(2), () => _log.Held is null);
        _log.Append(A, InvalidationKind.Expire);
        _log.Append(B, InvalidationKind.Expire);
        await PassesAsync(TimeSpan.FromSeconds(9), () => ledger.Position.Number is 3);
        answers.SetResult();
        var reads = _log.Reads;
        await PassesAsync(TimeSpan.FromSeconds(9), () => _log.Reads > reads + 2);

        Assert.Equal(new(epoch, 3), ledger.Position);
    }

    [Fact]
    public async Task A_log_that_was_emptied_gets_back_what_its_servers_know_was_expired()
    {
        await using var one = await OpenAsync();
        await using var two = await OpenAsync();
        await one.StampAsync([A], InvalidationKind.Expire, Token);
        await two.StampAsync([B], InvalidationKind.Expire, Token);
        var before = two.Position;
        await one.CatchUpAsync(before, Token);

        _log.Empty();
        await PassesAsync(TimeSpan.FromSeconds(4), () => one.Position.Epoch == two.Position.Epoch && one.Position.Epoch != before.Epoch && one.Position.Number > before.Number);
        await using var late = await OpenAsync();

        await PassesAsync(TimeSpan.FromSeconds(4), () => late[A].ExpiredFrom > before.Number && late[B].ExpiredFrom > before.Number);
    }

    [Fact]
    public async Task Subscribers_hear_of_others_and_of_epochs_and_not_of_this_server()
    {
        await using var ledger = await OpenAsync();
        var told = new System.Collections.Concurrent.ConcurrentQueue<LedgerChange>();
        using var subscription = ledger.Subscribe(told.Enqueue);

        await ledger.StampAsync([A], InvalidationKind.Expire, Token);
        _log.Append(B, InvalidationKind.Expire);
        await Eventually.IsTrueAsync(() => !told.IsEmpty);
        var begun = await ledger.BeginEpochAsync(ledger.Position.Epoch, Token);

        Assert.Equal([B], told.SelectMany(static change => change.Stamps).SelectMany(static stamp => stamp.Tags));
        Assert.Equal(begun, Assert.Single(told, static change => change.IsNewEpoch).Position);
    }

    [Fact]
    public async Task Behind_a_call_that_hangs_others_do_not_wait_one_after_the_other()
    {
        await using var ledger = await OpenAsync();
        _log.Fault = Broken;
        var unknown = ledger.Position with { Number = 9 };

        var errors = await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
            await Assert.ThrowsAsync<PerennialException>(() => ledger.CatchUpAsync(unknown, Token).AsTask())));

        Assert.All(errors, static error => Assert.Equal("PER2113", error.Code));
    }

    private async Task FailsAsync(string code, SharedLedger ledger)
    {
        var stamping = ledger.StampAsync([A], InvalidationKind.Expire, Token).AsTask();
        await PassesAsync(TimeSpan.FromSeconds(6), () => stamping.IsCompleted);
        Assert.Equal(code, (await Assert.ThrowsAsync<PerennialException>(() => stamping)).Code);
    }

    // Small steps: what waits sets its next alarm only when it has been woken by the one before.
    private async Task PassesAsync(TimeSpan time, Func<bool> condition)
    {
        var left = time * 10;
        await Eventually.IsTrueAsync(() =>
        {
            if (left > TimeSpan.Zero)
            {
                _time.Advance(TimeSpan.FromMilliseconds(100));
                left -= TimeSpan.FromMilliseconds(100);
            }

            return condition();
        });
    }

    private async Task<SharedLedger> OpenAsync() => await SharedLedger.OpenAsync(_log, new(), _time, NullLogger.Instance, Token);
}
