using Perennial.Caching.Flights;
using Perennial.Caching.Reads;
using Perennial.Tests.Http;

namespace Perennial.Tests.Caching.Reads;

public sealed class ReadThroughTests : IAsyncDisposable
{
    private static readonly EntryKey Key = Entries.Key("page");
    private static readonly InvalidOperationException NoData = new("no data");

    private readonly EntryCacheFixture _engine = new();

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task What_is_missing_is_made_once_and_found_afterwards()
    {
        Assert.Equal((ReadStatus.Miss, "1"), await ReadAsync());
        Assert.Equal((ReadStatus.Hit, "1"), await ReadAsync());
        Assert.Equal(1, _engine.Renders);
    }

    [Fact]
    public async Task A_hit_in_memory_allocates_nothing()
    {
        await ReadAsync();
        var read = Reader();

        Allocations.None(() =>
        {
            var answer = _engine.Reads.ReadAsync(read, default);
            return answer.IsCompletedSuccessfully ? answer.Result.Status : throw new InvalidOperationException("A hit in memory waited.");
        });
    }

    [Fact]
    public async Task A_hit_is_noted_where_memory_looks_for_something_to_forget()
    {
        await ReadAsync();
        var cell = _engine.Cache.Peek(Key)!;
        cell.IsUsed = false;

        Assert.Equal(ReadStatus.Hit, _engine.Reads.Serve(Reader(), cell.Current!, cell)!.Value.Status);
        Assert.True(cell.IsUsed);
    }

    [Fact]
    public async Task A_stale_entry_is_shown_and_made_anew_behind()
    {
        await ReadAsync();
        await RevalidateAsync();

        Assert.Equal((ReadStatus.Stale, "1"), await ReadAsync());
        await Eventually.IsTrueAsync(async () => await ReadAsync() == (ReadStatus.Hit, "2"));
        Assert.Equal(2, _engine.Renders);
    }

    [Theory]
    [InlineData(StaleUse.Serve, ReadStatus.Stale)]
    [InlineData(StaleUse.ServeTooOld, ReadStatus.Expired)]
    [InlineData(StaleUse.Wait, ReadStatus.Expired)]
    internal async Task Who_keeps_what_he_makes_of_an_entry_waits_where_it_was_invalidated(StaleUse stale, ReadStatus expected)
    {
        await ReadAsync();
        await RevalidateAsync();

        Assert.Equal((expected, expected is ReadStatus.Stale ? "1" : "2"), await ReadAsync(Reader(stale)));
    }

    [Theory]
    [InlineData(StaleUse.Serve, ReadStatus.Stale)]
    [InlineData(StaleUse.ServeTooOld, ReadStatus.Stale)]
    [InlineData(StaleUse.Wait, ReadStatus.Expired)]
    internal async Task Who_takes_what_is_only_too_old_does_not_wait_for_its_age(StaleUse stale, ReadStatus expected)
    {
        await ReadAsync();
        _engine.Time.Advance(TimeSpan.FromSeconds(61));
        _engine.Data = "2";

        Assert.Equal((expected, expected is ReadStatus.Stale ? "1" : "2"), await ReadAsync(Reader(stale)));
    }

    [Fact]
    public async Task An_expired_entry_is_waited_for()
    {
        await ReadAsync();
        await ExpireAsync();

        Assert.Equal((ReadStatus.Expired, "2"), await ReadAsync());
    }

    [Fact]
    public async Task An_expired_entry_that_cannot_be_made_stays_and_rests_after_the_second_failure()
    {
        await ReadAsync();
        await ExpireAsync();
        _engine.Fault = NoData;

        Assert.Equal((ReadStatus.StaleFailed, "1"), await ReadAsync());
        Assert.Equal((ReadStatus.StaleFailed, "1"), await ReadAsync());
        Assert.Equal((ReadStatus.Unrendered, "1"), await ReadAsync());
        Assert.Equal(3, _engine.Renders);

        _engine.Time.Advance(TimeSpan.FromSeconds(3));
        _engine.Fault = null;
        Assert.Equal((ReadStatus.Expired, "2"), await ReadAsync());
    }

    [Fact]
    public async Task A_stale_entry_that_was_waited_for_and_could_not_be_made_is_shown_as_what_it_is()
    {
        await ReadAsync();
        await RevalidateAsync();
        _engine.Fault = NoData;

        Assert.Equal((ReadStatus.Stale, "1"), await ReadAsync(Reader(StaleUse.Wait)));
        Assert.Equal(2, _engine.Renders);
    }

    [Fact]
    public async Task A_crowd_that_waits_in_vain_notes_one_failure()
    {
        await ReadAsync();
        await ExpireAsync();
        _engine.Fault = NoData;
        var held = new TaskCompletionSource();
        var reads = Enumerable.Range(0, 10).Select(_ => ReadAsync(Reader(held: held.Task))).ToArray();

        held.SetResult();

        Assert.All(await Task.WhenAll(reads), static read => Assert.Equal((ReadStatus.StaleFailed, "1"), read));
        Assert.Equal(1, _engine.Cache.Peek(Key)!.Refresh.Failures);
    }

    [Fact]
    public async Task A_failure_of_what_was_never_there_is_told_and_the_next_reader_tries_again()
    {
        _engine.Fault = NoData;

        var read = await _engine.Reads.ReadAsync(Reader(), default);

        Assert.Equal((ReadStatus.Failed, null), (read.Status, read.Slot));
        Assert.Equal(new RenderOutcome.Failed(NoData), read.Outcome);
        Assert.Equal((ReadStatus.Failed, null), await ReadAsync());
        Assert.Equal((ReadStatus.Failed, null), await ReadAsync());
        Assert.Equal(3, _engine.Renders);
    }

    [Fact]
    public async Task Who_is_not_to_wait_for_what_failed_does_without_and_it_is_tried_behind()
    {
        _engine.Fault = NoData;
        Assert.Equal((ReadStatus.Failed, null), await ReadAsync(Reader(after: AfterFailure.TryBehind)));
        var held = new TaskCompletionSource();
        _engine.Fault = null;

        var read = await _engine.Reads.ReadAsync(Reader(after: AfterFailure.TryBehind, held: held.Task), default);

        Assert.Equal((ReadStatus.Failed, null), (read.Status, read.Outcome));
        held.SetResult();
        await Eventually.IsTrueAsync(() => _engine.Cache.Peek(Key) is not null);
    }

    [Fact]
    public async Task Who_retries_waits_whatever_failed_before()
    {
        await ReadAsync();
        await ExpireAsync();
        _engine.Fault = NoData;
        await ReadAsync();
        await ReadAsync();
        _engine.Fault = null;

        Assert.Equal((ReadStatus.Expired, "2"), await ReadAsync(Reader(after: AfterFailure.Retry)));
    }

    [Fact]
    public async Task Who_runs_out_of_patience_leaves_and_the_render_goes_on()
    {
        var held = new TaskCompletionSource();
        var waiting = _engine.Reads.ReadAsync(
            new ScriptedRead(Key, _engine.Render(held.Task)) { Waits = TimeSpan.FromSeconds(7) }, default).AsTask();
        await Eventually.IsTrueAsync(() => _engine.Renders == 1);

        _engine.Time.Advance(TimeSpan.FromSeconds(7));

        var read = await waiting;
        Assert.Equal(ReadStatus.Failed, read.Status);
        Assert.IsType<OutOfPatienceException>(Assert.IsType<RenderOutcome.Failed>(read.Outcome).Error);
        held.SetResult();
        await Eventually.IsTrueAsync(() => _engine.Cache.Peek(Key) is not null);
        Assert.Equal((ReadStatus.Hit, "1"), await ReadAsync());
    }

    [Fact]
    public async Task Who_leaves_is_not_out_of_patience()
    {
        using var leaving = new CancellationTokenSource();
        var waiting = _engine.Reads.ReadAsync(
            new ScriptedRead(Key, _engine.Render(new TaskCompletionSource().Task)) { Waits = TimeSpan.FromSeconds(7) }, leaving.Token);

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await waiting);
    }

    [Fact]
    public async Task A_refusal_is_no_failure_and_leaves_the_old_entry()
    {
        await using var engine = new EntryCacheFixture(limits: new(1, 0));
        await engine.VisitAsync(Key, engine.Render(tags: "a"));
        await engine.Ledger.StampAsync(["a"], InvalidationKind.Expire, default);
        var held = new TaskCompletionSource();
        _ = engine.VisitAsync(Entries.Key("another"), engine.Render(held.Task));
        await Eventually.IsTrueAsync(() => engine.Renders == 2);

        var old = await engine.Reads.ReadAsync(new ScriptedRead(Key, engine.Render()), default);
        var none = await engine.Reads.ReadAsync(new ScriptedRead(Entries.Key("third"), engine.Render()), default);

        Assert.Equal((ReadStatus.StaleRefused, "1"), (old.Status, old.Slot?.Entry.Text()));
        Assert.Equal((ReadStatus.Refused, null), (none.Status, none.Slot));
        Assert.Equal(0, engine.Cache.Peek(Key)!.Refresh.Failures);
        held.SetResult();
    }

    [Fact]
    public async Task What_turns_out_not_to_be_kept_takes_an_expired_entry_away_from_its_reader()
    {
        await ReadAsync();
        await ExpireAsync();

        var read = await _engine.Reads.ReadAsync(new ScriptedRead(Key, NotKept), default);

        Assert.Equal((ReadStatus.NotKept, null), (read.Status, read.Slot));
        Assert.Equal(new RenderOutcome.NotKept("it reads a cookie"), read.Outcome);
    }

    [Fact]
    public async Task What_is_known_not_to_be_kept_is_not_rendered_to_hear_it_again()
    {
        var known = new ScriptedRead(Key, _engine.Render()) { IsNotKept = true };

        Assert.Equal((ReadStatus.NotKept, null), await ReadAsync(known));
        Assert.Equal(0, _engine.Renders);
        await ReadAsync();
        Assert.Equal((ReadStatus.Hit, "1"), await ReadAsync(known));
    }

    [Fact]
    public async Task An_entry_that_is_for_others_is_neither_shown_nor_made_anew()
    {
        await ReadAsync();
        await RevalidateAsync();

        Assert.Equal((ReadStatus.Bypass, null), await ReadAsync(new ScriptedRead(Key, _engine.Render()) { Uses = static _ => SlotUse.Bypass }));
        Assert.Equal(1, _engine.Renders);
    }

    [Fact]
    public async Task What_was_made_for_others_is_kept_for_them()
    {
        Assert.Equal((ReadStatus.Bypass, null), await ReadAsync(new ScriptedRead(Key, _engine.Render()) { Uses = static _ => SlotUse.Bypass }));
        Assert.Equal((ReadStatus.Hit, "1"), await ReadAsync());
    }

    [Fact]
    public async Task An_entry_that_cannot_be_read_counts_as_missing()
    {
        await ReadAsync();
        _engine.Data = "2";
        var read = new ScriptedRead(Key, _engine.Render())
        {
            Uses = static slot =>
            {
                slot.IsUnreadable = slot.Entry.Text() == "1";
                return slot.IsUnreadable ? SlotUse.Unreadable : SlotUse.Serve;
            },
        };

        Assert.Equal((ReadStatus.Miss, "2"), await ReadAsync(read));
    }

    private static Task<RenderOutcome> NotKept(LedgerPosition startedAt, RenderReason reason, CancellationToken cancellationToken) =>
        Task.FromResult<RenderOutcome>(new RenderOutcome.NotKept("it reads a cookie"));

    private ScriptedRead Reader(StaleUse stale = StaleUse.Serve, AfterFailure after = AfterFailure.Rest, Task? held = null) =>
        new(Key, _engine.Render(held, Lifetime.Of(60), tags: "a"), stale, after);

    private async Task<(ReadStatus Status, string? Text)> ReadAsync(ReadRequest? request = null)
    {
        var read = await _engine.Reads.ReadAsync(request ?? Reader(), default);
        return (read.Status, read.Slot?.Entry.Text());
    }

    private async Task RevalidateAsync()
    {
        await _engine.Ledger.StampAsync(["a"], InvalidationKind.Revalidate, default);
        _engine.Data = "2";
    }

    private async Task ExpireAsync()
    {
        await _engine.Ledger.StampAsync(["a"], InvalidationKind.Expire, default);
        _engine.Data = "2";
    }
}
