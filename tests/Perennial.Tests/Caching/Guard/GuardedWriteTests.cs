using Perennial.Caching.Guard;

namespace Perennial.Tests.Caching.Guard;

/// <summary>Whatever a store does with a write, a page never goes back to an older entry.</summary>
public sealed class GuardedWriteTests : GuardedStoreFixture
{
    [Fact]
    public async Task What_cannot_be_replaced_is_removed()
    {
        await BeginSet(1);
        Store.OnSet = ScriptedStore.Fail;

        await BeginSet(2);

        // Gone from the store itself: after a restart nobody would know that it is old.
        Assert.Empty(Store.Entries);
        Assert.Null(await ReadAsync());
        Assert.Equal(1, Guard.Counters.WriteFaults);
    }

    [Fact]
    public async Task An_entry_that_could_not_be_replaced_nor_removed_is_not_read_again()
    {
        await BeginSet(1);
        Store.OnSet = ScriptedStore.Fail;
        Store.OnRemove = ScriptedStore.Fail;

        await BeginSet(2);

        Assert.Equal(1, VersionOf(Store.Entries[Key()]));
        Assert.Null(await ReadAsync());
        Assert.Equal(1, Guard.Counters.ReadsUnconfirmed);
    }

    [Fact]
    public async Task A_later_write_that_succeeds_is_trusted()
    {
        await BeginSet(1);
        Store.OnSet = ScriptedStore.Fail;
        Store.OnRemove = ScriptedStore.Fail;
        await BeginSet(2);
        Store.OnSet = null;

        await BeginSet(3);

        Assert.Equal(3, await ReadAsync());
    }

    [Fact]
    public async Task A_removal_that_fails_hides_the_entry_until_one_succeeds()
    {
        await BeginSet(1);
        Store.OnRemove = ScriptedStore.Fail;
        await BeginRemove();
        Assert.Null(await ReadAsync());

        Store.OnRemove = null;
        await BeginRemove();

        Assert.Null(await ReadAsync());
        Assert.Equal(1, Guard.Counters.ReadsUnconfirmed);
    }

    [Fact]
    [Trait("Proves", "F-10")]
    public async Task A_write_that_takes_too_long_is_given_up_and_its_key_is_not_trusted()
    {
        await BeginSet(1);
        Store.OnSet = ScriptedStore.Hang;

        var set = Guard.SetAsync(Key(), Version(2), TestContext.Current.CancellationToken);
        Time.Advance(Options.WriteTimeout);
        await set;

        Assert.Null(await ReadAsync());
    }

    [Fact]
    public async Task A_write_that_succeeds_late_is_trusted_after_all()
    {
        var gate = await GiveUpAsync(version: 2);
        Assert.Null(await ReadAsync());

        gate.SetResult();

        await Eventually.IsTrueAsync(async () => await ReadAsync() is 2);
    }

    [Fact]
    public async Task A_write_that_was_given_up_never_lands_on_a_newer_one()
    {
        var gate = await GiveUpAsync(version: 1);

        Store.OnSet = null;
        var second = BeginSet(2);
        Assert.False(second.IsCompleted);
        gate.SetResult();
        await second;

        Assert.Equal(2, VersionOf(Store.Entries[Key()]));
        Assert.Equal(2, await ReadAsync());
    }

    [Fact]
    public async Task While_an_entry_is_written_it_can_be_read()
    {
        await BeginSet(1);
        var gate = ScriptedStore.Signal();
        Store.OnSet = () => gate.Task;

        var set = BeginSet(2);
        Assert.Equal(2, await ReadAsync());
        gate.SetResult();
        await set;

        Assert.Equal(2, await ReadAsync());
    }

    [Fact]
    public async Task While_an_entry_is_removed_it_is_not_read()
    {
        await BeginSet(1);
        var gate = ScriptedStore.Signal();
        Store.OnRemove = () => gate.Task;

        var remove = BeginRemove();
        Assert.Null(await ReadAsync());
        gate.SetResult();
        await remove;

        Assert.Null(await ReadAsync());
    }

    [Fact]
    public async Task A_read_that_a_write_overtakes_does_not_bring_the_old_entry()
    {
        await BeginSet(1);
        var (reading, gate) = (ScriptedStore.Signal(), ScriptedStore.Signal());
        Store.OnGet = () =>
        {
            reading.TrySetResult();
            return gate.Task;
        };
        var read = BeginRead();
        await reading.Task;

        await BeginSet(2);
        gate.SetResult();

        Assert.Equal(2, VersionOf(await read));
    }

    [Fact]
    public async Task A_write_that_was_not_made_counts_as_failed()
    {
        await BeginSet(1);
        Store.OnSet = ScriptedStore.Fail;
        for (var i = 0; i < StoreCircuitBreaker.Threshold; i++)
        {
            await BeginSet(i, Key($"other {i}"));
        }

        Store.OnSet = null;
        await BeginSet(2);

        Assert.Equal(1, Guard.Counters.WritesSkipped);
        Assert.Equal(1, VersionOf(Store.Entries[Key()]));
        Assert.Null(await ReadAsync());
    }

    [Fact]
    public async Task Writes_that_hang_hold_a_limited_number_of_entries()
    {
        Store.OnSet = ScriptedStore.Hang;

        var sets = Enumerable.Range(0, GuardedStore.WriteLimit + 10)
            .Select(i => Guard.SetAsync(Key($"page {i}"), Version(i), TestContext.Current.CancellationToken).AsTask()).ToList();

        Assert.Equal(GuardedStore.WriteLimit, Guard.Counters.Writes);
        Assert.Equal(10, Guard.Counters.WritesSkipped);
        Time.Advance(Options.WriteTimeout);
        await Task.WhenAll(sets);
    }

    [Fact]
    public async Task A_caller_who_gives_up_leaves_a_key_that_is_not_trusted()
    {
        await BeginSet(1);
        Store.OnSet = ScriptedStore.Hang;
        using var caller = new CancellationTokenSource();

        var set = Guard.SetAsync(Key(), Version(2), caller.Token).AsTask();
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => set);
        Assert.Null(await ReadAsync());
        Assert.Equal(0, Guard.Counters.WriteFaults);
    }

    [Fact]
    [Trait("Proves", "F-10")]
    public async Task On_a_disk_that_takes_a_second_reads_are_skipped_and_writes_go_on()
    {
        Store.OnGet = Second;
        Store.OnSet = Second;
        for (var i = 0; i < 10; i++)
        {
            var read = BeginRead();
            Time.Advance(Options.ReadTimeout);
            Assert.Null(await read);
            await WriteInASecondAsync(i);
        }

        Assert.Equal(10, Guard.Counters.Writes);
        Assert.Equal(0, Guard.Counters.WriteFaults);
        Assert.True(Guard.Counters.ReadsSkipped > 0);

        Task Second() => Task.Delay(TimeSpan.FromSeconds(1), Time);

        async Task WriteInASecondAsync(int version)
        {
            var entered = ScriptedStore.Signal();
            Store.OnSet = () =>
            {
                var second = Second();
                entered.SetResult();
                return second;
            };
            var set = BeginSet(version);
            await entered.Task;
            Time.Advance(TimeSpan.FromSeconds(1));
            await set;
        }
    }

    /// <summary>A write that the store is still busy with when its time is over.</summary>
    private async Task<TaskCompletionSource> GiveUpAsync(int version)
    {
        var (entered, gate) = (ScriptedStore.Signal(), ScriptedStore.Signal());
        Store.OnSet = () =>
        {
            entered.SetResult();
            return gate.Task;
        };
        var set = BeginSet(version);
        await entered.Task;
        Time.Advance(Options.WriteTimeout);
        await set;
        return gate;
    }
}
