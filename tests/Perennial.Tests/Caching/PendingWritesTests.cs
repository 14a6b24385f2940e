using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Perennial.Caching;
using Perennial.Caching.Guard;

namespace Perennial.Tests.Caching;

/// <summary>Entries on their way: found until they are written, in order, and only the last of those that wait.</summary>
public sealed class PendingWritesTests : IAsyncDisposable
{
    private static readonly EntryKey Key = Entries.Key("page");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider _time = new();
    private readonly PendingWrites _writes;
    private readonly Lock _lock = new();
    private readonly List<string> _written = [];
    private readonly List<EntryKey> _skipped = [];
    private readonly List<TaskCompletionSource> _gates = [];
    private WriteHold? _last;
    private bool _isHolding = true;

    public PendingWritesTests() => _writes = new(WriteAsync, (key, _) => _skipped.Add(key), Patience, _time, NullLogger.Instance);

    [Fact]
    public async Task Of_several_that_wait_only_the_last_is_written_and_all_of_them_end_with_it()
    {
        var first = Add("1");
        await BegunAsync(1);
        PendingWrite[] waiting = [Add("2"), Add("3"), Add("4")];
        Assert.Equal("4", _writes.Find(Key)!.Text());

        await EndAsync(0);
        await first.Ended;
        await BegunAsync(2);
        Assert.All(waiting, static write => Assert.False(write.Ended.IsCompleted));
        await EndAsync(1);

        foreach (var write in waiting)
        {
            Assert.Equal("4", (await write.Ended).Entry.Text());
        }

        Assert.Equal(["1", "4"], _written);
        Assert.Null(_writes.Find(Key));
    }

    [Fact]
    public async Task What_nobody_has_seen_is_written_after_what_is_shown_and_found_nowhere_until_then()
    {
        Add("1");
        await BegunAsync(1);
        var hidden = _writes.WriteHiddenAsync(Key, new(Entries.Entry("2")));
        Assert.Equal("1", _writes.Find(Key)!.Text());

        await EndAsync(0);
        await BegunAsync(2);
        Assert.Null(_writes.Find(Key));
        Assert.False(hidden.IsCompleted);
        await EndAsync(1);

        Assert.Equal("2", (await hidden).Entry.Text());
    }

    [Fact]
    public async Task What_is_shown_is_found_until_the_hidden_one_that_took_its_place_is_written()
    {
        Add("1");
        await BegunAsync(1);
        Add("2");
        var hidden = _writes.WriteHiddenAsync(Key, new(Entries.Entry("3")));

        await EndAsync(0);
        await BegunAsync(2);
        Assert.Equal("2", _writes.Find(Key)!.Text());
        await EndAsync(1);
        await hidden;

        Assert.Equal(["1", "3"], _written);
    }

    [Fact]
    public async Task A_copy_of_what_another_server_made_never_takes_the_place_of_a_hidden_entry()
    {
        Add("1");
        await BegunAsync(1);
        var hidden = _writes.WriteHiddenAsync(Key, new(Entries.Entry("2")));
        var copy = _writes.Add(Key, new(Entries.Entry("far")) { IsCopy = true });
        Assert.True(copy.Ended.IsCompleted);

        await EndAsync(0);
        await BegunAsync(2);
        await EndAsync(1);
        await hidden;

        Assert.Equal(["1", "2"], _written);
    }

    [Fact]
    public async Task A_hidden_page_is_shown_while_its_key_is_its_own_so_that_no_copy_comes_between()
    {
        PendingWrite? copy = null;
        var hidden = _writes.WriteHiddenAsync(
            Key, new(Entries.Entry("2")), _ => copy = _writes.Add(Key, new(Entries.Entry("1")) { IsCopy = true }));
        await BegunAsync(1);
        await EndAsync(0);
        await hidden;

        Assert.True(copy!.Ended.IsCompleted);
        Assert.Equal(["2"], _written);
    }

    [Fact]
    public async Task Other_keys_are_written_beside_one_that_hangs_but_only_so_many()
    {
        for (var i = 0; i < PendingWrites.Places + 3; i++)
        {
            _writes.Add(Entries.Key($"{i}"), new(Entries.Entry($"{i}")));
        }

        await BegunAsync(PendingWrites.Places);
        Assert.Equal(PendingWrites.Places + 3, _writes.Count);
        await EndAsync(2);

        await BegunAsync(PendingWrites.Places + 1);
        Assert.Equal(PendingWrites.Places + 2, _writes.Count);
    }

    [Fact]
    public async Task When_too_many_wait_callers_wait_with_them()
    {
        for (var i = 0; i < PendingWrites.Capacity; i++)
        {
            Assert.True(_writes.Add(Entries.Key($"{i}"), new(Entries.Entry())).Backpressure.IsCompleted);
        }

        var last = _writes.Add(Key, new(Entries.Entry()));
        Assert.False(last.Backpressure.IsCompleted);

        await FreeAsync();
        await last.Backpressure;
    }

    [Fact]
    public async Task Who_waits_longer_for_a_write_that_was_given_up_than_a_write_may_take_is_not_written_and_the_stores_are_told()
    {
        var held = await GiveUpAsync();
        var second = Add("2");
        Assert.Equal("2", _writes.Find(Key)!.Text());
        await Eventually.IsTrueAsync(() =>
        {
            _time.Advance(Patience);
            return second.Ended.IsCompleted;
        });
        Assert.Equal([Key], _skipped);
        Assert.Null(_writes.Find(Key));

        var third = Add("3");
        held.SetResult();
        await BegunAsync(2);
        await EndAsync(1);
        await third.Ended;

        Assert.Equal(["1", "3"], _written);
    }

    [Fact]
    public async Task The_end_waits_for_what_waits_and_nothing_is_written_after_it()
    {
        Add("1");
        await BegunAsync(1);
        Add("2");

        var end = _writes.DisposeAsync().AsTask();
        Assert.False(end.IsCompleted);
        await FreeAsync();
        await end;

        Assert.True(Add("3").Ended.IsCompleted);
        Assert.Equal(["1", "2"], _written);
    }

    public async ValueTask DisposeAsync()
    {
        await FreeAsync();
        await _writes.DisposeAsync();
    }

    private PendingWrite Add(string text) => _writes.Add(Key, new(Entries.Entry(text)));

    private async Task<TaskCompletionSource> GiveUpAsync()
    {
        var first = Add("1");
        await BegunAsync(1);
        var held = _last!.Begin();
        await EndAsync(0);
        await first.Ended;
        return held;
    }

    private Task BegunAsync(int writes) => Eventually.IsTrueAsync(() =>
    {
        lock (_lock)
        {
            return _gates.Count == writes;
        }
    });

    private async Task EndAsync(int write)
    {
        _gates[write].TrySetResult();
        await Task.Yield();
    }

    private async Task FreeAsync()
    {
        TaskCompletionSource[] gates;
        lock (_lock)
        {
            _isHolding = false;
            gates = [.. _gates];
        }

        Array.ForEach(gates, static gate => gate.TrySetResult());
        await Task.Yield();
    }

    private async ValueTask<TieredEntry> WriteAsync(EntryKey key, EntryPut put, WriteHold hold)
    {
        var gate = ScriptedStore.Signal();
        lock (_lock)
        {
            _last = hold;
            _written.Add(put.Entry.Text());
            _gates.Add(gate);
            if (!_isHolding)
            {
                gate.SetResult();
            }
        }

        await gate.Task;
        return new(put.Entry);
    }
}
