using Perennial.Caching.Guard;

namespace Perennial.Tests.Caching.Guard;

public sealed class GuardedReadTests : GuardedStoreFixture
{
    [Fact]
    public async Task An_entry_comes_through()
    {
        await BeginSet(1);

        Assert.Equal(1, await ReadAsync());
        Assert.Null(await ReadAsync(Key("other")));
    }

    [Fact]
    [Trait("Proves", "F-10")]
    public async Task A_read_that_takes_too_long_is_a_miss()
    {
        await BeginSet(1);
        Store.OnGet = ScriptedStore.Hang;

        var read = BeginRead();
        Time.Advance(Options.ReadTimeout - TimeSpan.FromMilliseconds(1));
        Assert.False(read.IsCompleted);
        Time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Null(await read);
        Assert.Equal(1, Guard.Counters.ReadFaults);
    }

    [Fact]
    [Trait("Proves", "F-10")]
    public async Task A_store_that_blocks_its_thread_does_not_block_the_caller()
    {
        using var unblock = new ManualResetEventSlim();
        Store.OnGet = () =>
        {
            unblock.Wait();
            return Task.CompletedTask;
        };

        var read = BeginRead();
        Time.Advance(Options.ReadTimeout);

        Assert.Null(await read);
        unblock.Set();
    }

    [Fact]
    public async Task A_store_that_throws_is_a_miss()
    {
        Store.OnGet = ScriptedStore.Fail;
        Assert.Null(await ReadAsync());

        Store.OnGet = () => Task.FromException(new InvalidOperationException());
        Assert.Null(await ReadAsync());

        Store.OnGet = () => Task.FromException(new OperationCanceledException());
        Assert.Null(await ReadAsync());

        Assert.Equal(3, Guard.Counters.ReadFaults);
    }

    [Fact]
    public async Task A_caller_who_gives_up_is_told_so_and_is_no_fault_of_the_store()
    {
        Store.OnGet = ScriptedStore.Hang;
        using var caller = new CancellationTokenSource();

        var read = Guard.EntryAsync(Key(), CacheKind.Component, caller.Token).AsTask();
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
        Assert.Equal(0, Guard.Counters.ReadFaults);
    }

    [Fact]
    [Trait("Proves", "F-10")]
    public async Task A_store_that_hangs_is_left_alone_for_a_while()
    {
        Store.OnGet = ScriptedStore.Hang;
        await FailReadsAsync();

        Assert.All(await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => BeginRead())), Assert.Null);

        Assert.Equal(5, Guard.Counters.Reads);
        Assert.Equal(100, Guard.Counters.ReadsSkipped);
    }

    [Fact]
    public async Task After_the_pause_one_caller_tries_and_the_others_do_not_wait_for_him()
    {
        Store.OnGet = ScriptedStore.Hang;
        await FailReadsAsync();
        Time.Advance(StoreCircuitBreaker.FirstPause);

        var probe = BeginRead();
        Assert.Null(await BeginRead());
        Assert.False(probe.IsCompleted);
        Time.Advance(Options.ReadTimeout);

        Assert.Null(await probe);
        Assert.Equal(6, Guard.Counters.Reads);
    }

    [Fact]
    public async Task A_store_that_works_again_is_used_again()
    {
        await BeginSet(1);
        Store.OnGet = ScriptedStore.Hang;
        await FailReadsAsync();
        Store.OnGet = null;
        Time.Advance(StoreCircuitBreaker.FirstPause);

        Assert.Equal(1, await ReadAsync());
        Assert.Equal(1, await ReadAsync());
        Assert.Equal([1100, 1101, 1102], Logger.Events);
    }

    [Fact]
    public async Task A_thousand_faults_in_a_minute_are_two_lines()
    {
        Store.OnGet = ScriptedStore.Fail;
        for (var i = 0; i < 1000; i++)
        {
            Assert.Null(await ReadAsync(Key($"page {i}")));
            Time.Advance(TimeSpan.FromMilliseconds(50));
        }

        Assert.Equal([1100, 1101], Logger.Events);

        Time.Advance(FaultWindow.Length);
        await ReadAsync();
        Assert.Equal([1100, 1101, 1100], Logger.Events);
        Assert.EndsWith($"({Guard.Counters.ReadFaults - 1} faults since the last such line).", Logger.Texts.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_comes_and_goes_does_not_fill_the_log()
    {
        for (var i = 0; i < 20; i++)
        {
            Store.OnGet = ScriptedStore.Fail;
            await FailReadsAsync();
            Store.OnGet = null;
            Time.Advance(StoreCircuitBreaker.FirstPause);
            await ReadAsync();
        }

        Assert.Equal([1100, 1101, 1102], Logger.Events);
    }

    [Fact]
    public async Task Reads_that_hang_hold_a_limited_number_of_threads()
    {
        Store.OnGet = ScriptedStore.Hang;

        var reads = Enumerable.Range(0, GuardedStore.ReadLimit + 44).Select(i => BeginRead(Key($"page {i}"))).ToList();

        Assert.Equal(GuardedStore.ReadLimit, Guard.Counters.Reads);
        Assert.Equal(44, Guard.Counters.ReadsSkipped);
        Time.Advance(Options.ReadTimeout);
        Assert.All(await Task.WhenAll(reads), Assert.Null);
    }
}
