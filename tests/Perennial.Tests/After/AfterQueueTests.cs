using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Perennial.After;
using Perennial.Tests.Caching;

namespace Perennial.Tests.After;

/// <summary>Bounds, faults and the end of the queue behind <see cref="IAfterResponse"/>.</summary>
public sealed class AfterQueueTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly CollectingLogger<AfterQueue> _log = new();
    private readonly AfterOptions _options = new() { MaxConcurrent = 2, MaxQueued = 3 };
    private readonly ServiceProvider _services = new ServiceCollection().BuildServiceProvider();
    private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly AfterQueue _queue;
    private int _begun;
    private int _ended;

    public AfterQueueTests() => _queue = new(_options, _services.GetRequiredService<IServiceScopeFactory>(), _time, _log);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _go.TrySetResult();
        _queue.Dispose();
        _services.Dispose();
    }

    [Fact]
    [Trait("Proves", "F-64")]
    public async Task So_many_run_so_many_wait_and_the_rest_is_refused()
    {
        var taken = Enumerable.Range(0, 2).Select(_ => Add(Waits)).ToList();
        await Eventually.IsTrueAsync(() => _begun == 2);
        taken.AddRange(Enumerable.Range(0, 3).Select(_ => Add(Waits)));

        Assert.All(taken, Assert.True);
        Assert.False(Add(Waits));
        Assert.False(Add(Waits));

        Assert.Equal((2, 2L, 5), (_begun, _queue.Refused, _queue.Pending));
        Assert.Equal(1, _log.Events.Count(static id => id == 1412));
        _go.SetResult();
        await _queue.DrainAsync(Stop);
        Assert.Equal((5, 0), (_ended, _queue.Pending));
        Assert.True(Add(Waits));
    }

    [Fact]
    [Trait("Proves", "F-64")]
    public async Task Work_whose_response_is_not_complete_counts_as_waiting()
    {
        var held = Enumerable.Range(0, 3).Select(_ => new AfterWork(Waits, null)).ToList();
        Assert.All(held, work => Assert.True(_queue.TryHold(work)));

        Assert.False(Add(Waits));
        Assert.Equal(0, _begun);

        held.ForEach(_queue.Release);
        _go.SetResult();
        await _queue.DrainAsync(Stop);
        Assert.Equal(3, _ended);
    }

    [Fact]
    [Trait("Proves", "F-64")]
    public async Task Work_that_throws_is_logged_and_the_next_one_runs()
    {
        Add(static (_, _) => throw new InvalidOperationException("at once"));
        Add(static async (_, _) =>
        {
            await Task.Yield();
            throw new InvalidOperationException("later");
        });
        _go.SetResult();
        Add(Waits);

        await _queue.DrainAsync(Stop);

        Assert.Equal((1, 2L, 2), (_ended, _queue.Failed, _log.Events.Count(static id => id == 1410)));
    }

    [Fact]
    [Trait("Proves", "F-64")]
    public async Task Work_that_takes_too_long_loses_its_place_and_keeps_its_services()
    {
        var services = new TaskCompletionSource<IServiceProvider>();
        for (var i = 0; i < 2; i++)
        {
            Add(async (own, _) =>
            {
                Interlocked.Increment(ref _begun);
                await _go.Task;
                services.TrySetResult(own.GetRequiredService<IServiceProvider>());
            });
        }

        await Eventually.IsTrueAsync(() => _begun == 2);
        Add((_, _) =>
        {
            Interlocked.Increment(ref _ended);
            return Task.CompletedTask;
        });
        Assert.Equal(0, _ended);

        _time.Advance(TimeSpan.FromSeconds(60));
        await Eventually.IsTrueAsync(() => _ended == 1);
        await _queue.DrainAsync(Stop);

        Assert.Equal((2L, 2), (_queue.Failed, _log.Events.Count(static id => id == 1411)));
        _go.SetResult();
        Assert.NotNull(await services.Task);
    }

    [Fact]
    public async Task Work_that_looks_at_its_token_is_cancelled_in_time()
    {
        var cancelled = new TaskCompletionSource();
        Add(async (_, stop) =>
        {
            Interlocked.Increment(ref _begun);
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, _time, stop);
            }
            finally
            {
                cancelled.SetResult();
            }
        });
        await Eventually.IsTrueAsync(() => _begun == 1);

        _time.Advance(TimeSpan.FromSeconds(60));

        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(20), Stop);
    }

    [Fact]
    public async Task Closing_gives_up_what_waits_cancels_what_runs_and_takes_no_more()
    {
        var work = Enumerable.Range(0, 4).Select(_ => new AfterWork(Waits, null)).ToList();
        foreach (var piece in work)
        {
            Assert.True(_queue.TryHold(piece));
            _queue.Release(piece);
            await Eventually.IsTrueAsync(() => _begun == Math.Min(2, work.IndexOf(piece) + 1));
        }

        _queue.Close();

        await Task.WhenAll(work.Select(static piece => piece.Ended)).WaitAsync(TimeSpan.FromSeconds(20), Stop);
        Assert.Contains(_log.Texts, static text => text.Contains("2 pieces ran, 2 waited", StringComparison.Ordinal));
        Assert.False(Add(Waits));
        Assert.Equal((2, 0), (_begun, _ended));
    }

    [Fact]
    public async Task Nothing_of_the_caller_flows_into_the_work()
    {
        var local = new AsyncLocal<string?> { Value = "the visitor's" };
        var seen = new TaskCompletionSource<string?>();

        Add((_, _) =>
        {
            seen.SetResult(local.Value);
            return Task.CompletedTask;
        });

        Assert.Null(await seen.Task);
    }

    private bool Add(Func<IServiceProvider, CancellationToken, Task> run)
    {
        var work = new AfterWork(run, null);
        if (!_queue.TryHold(work))
        {
            return false;
        }

        _queue.Release(work);
        return true;
    }

    private async Task Waits(IServiceProvider services, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _begun);
        await _go.Task;
        Interlocked.Increment(ref _ended);
    }
}
