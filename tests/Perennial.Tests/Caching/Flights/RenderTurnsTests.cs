using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Perennial.Caching;
using Perennial.Caching.Flights;
using Perennial.Caching.Guard;

namespace Perennial.Tests.Caching.Flights;

/// <summary>Leases are foreign code, and they save work: nothing they do keeps a page from being made, or a process from ending.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The lease is what is tested: that others give it back.")]
public sealed class RenderTurnsTests
{
    private static readonly EntryKey Key = Entries.Key("page");
    private static readonly LedgerPosition Position = new(Guid.NewGuid(), 1);

    private readonly FakeTimeProvider _time = new();
    private readonly CacheOptions _options = new();
    private readonly ScriptedLeases _leases = new();
    private readonly ScriptedLease _lease = new();

    [Fact]
    public async Task A_lease_that_comes_after_its_time_is_given_back()
    {
        var coming = new TaskCompletionSource<RenderLease?>();
        _leases.OnAcquire = () => coming.Task;

        var taking = Turns().TryTakeAsync(Key, Position).AsTask();
        _time.Advance(_options.ReadTimeout);
        Assert.Same(RenderTurn.Own, await Eventually.EndsAsync(taking, "The turn"));
        coming.SetResult(_lease);

        await Eventually.IsTrueAsync(() => _lease.Ended is 1);
    }

    [Fact]
    public async Task A_lease_that_cannot_be_given_back_keeps_nobody_waiting()
    {
        _leases.OnAcquire = () => Task.FromResult<RenderLease?>(_lease);
        _lease.OnEnd = ScriptedStore.Hang;
        var turn = await Turns().TryTakeAsync(Key, Position);

        var giving = turn.DisposeAsync().AsTask();
        await PassesAsync(giving);

        await Eventually.IsTrueAsync(() => _lease.Ended is 1);
    }

    [Fact]
    public async Task A_lease_that_throws_when_it_is_given_back_fails_no_visit()
    {
        _leases.OnAcquire = () => Task.FromResult<RenderLease?>(_lease);
        _lease.OnEnd = ScriptedStore.Fail;
        var turn = await Turns().TryTakeAsync(Key, Position);

        await turn.DisposeAsync();

        await Eventually.IsTrueAsync(() => _lease.Ended is 1);
    }

    [Fact]
    public async Task A_lease_whose_end_hangs_does_not_keep_the_process_from_ending()
    {
        _leases.OnAcquire = () => Task.FromResult<RenderLease?>(_lease);
        _lease.OnEnd = ScriptedStore.Hang;
        var turns = Turns();
        var turn = await turns.TryTakeAsync(Key, Position);

        turn.CompleteAfter(Task.CompletedTask, RenderResult.Kept);
        await Eventually.IsTrueAsync(() => _lease.Ended is 1);
        await PassesAsync(turns.WhenCompletedAsync());
    }

    [Fact]
    public async Task Another_servers_render_is_waited_for_as_long_as_one_may_take()
    {
        _leases.OnWait = static token => new TaskCompletionSource<RenderResult?>().Task.WaitAsync(token);
        var waiting = Turns(longest: TimeSpan.FromSeconds(60)).WaitAsync(Key).AsTask();

        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.False(waiting.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.False(await Eventually.EndsAsync(waiting, "The wait"));
    }

    private RenderTurns Turns(TimeSpan? longest = null) => new(new GuardedLease(_leases, _options, _time, NullLogger<GuardedLease>.Instance), longest, _time, NullLogger.Instance);

    private async Task PassesAsync(Task task)
    {
        await Eventually.IsTrueAsync(() =>
        {
            _time.Advance(_options.WriteTimeout);
            return task.IsCompleted;
        });
        await task;
    }
}
