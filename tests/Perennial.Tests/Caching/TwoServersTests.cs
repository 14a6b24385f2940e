using Microsoft.Extensions.Time.Testing;
using Perennial.Caching;
using Perennial.Caching.Flights;
using Perennial.Caching.Ledger;
using Perennial.Caching.Reads;
using Perennial.Testing.Fleet;
using Perennial.Tests.Caching.Reads;

namespace Perennial.Tests.Caching;

/// <summary>Two servers, one site: one render, one truth, and nothing that a server does alone keeps another from answering.</summary>
public sealed class TwoServersTests : IAsyncLifetime
{
    private static readonly EntryKey Key = Entries.Key("page");

    private readonly MemoryFleet _fleet = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(50));
    private Server _one = null!;
    private Server _two = null!;

    public async ValueTask InitializeAsync()
    {
        _one = await Server.StartAsync(_fleet, _time);
        _two = await Server.StartAsync(_fleet, _time);
    }

    [Fact]
    public async Task What_one_server_made_the_other_shows_without_a_render_and_keeps_on_its_own_disk()
    {
        await _one.VisitAsync(Key);
        await StoredAsync();

        Assert.Equal("1", await _two.VisitAsync(Key));
        Assert.Equal(0, _two.Renders);
        await Eventually.IsTrueAsync(() => _two.Near.Find(Key) is not null);
    }

    [Fact]
    public async Task Two_servers_that_are_asked_at_once_render_once()
    {
        var (held, begun) = (new TaskCompletionSource(), new TaskCompletionSource());
        var first = _one.VisitAsync(Key, _one.Render(held.Task, begun));
        await begun.Task;
        var second = _two.VisitAsync(Key);
        held.SetResult();

        Assert.Equal("1", await first);
        Assert.Equal("1", await second);
        Assert.Equal(0, _two.Renders);
    }

    [Fact]
    public async Task Many_servers_that_refresh_at_once_render_once_each_round()
    {
        await _one.VisitAsync(Key);
        await StoredAsync();
        await _two.VisitAsync(Key);

        await _one.Ledger.StampAsync([CacheTag.User("t")], InvalidationKind.Revalidate, default);
        _one.Data = _two.Data = static () => "2";
        await Task.WhenAll(_one.VisitAsync(Key), _two.VisitAsync(Key));

        await Eventually.IsTrueAsync(() => _one.Shown(Key) is "2" && _two.Shown(Key) is "2");
        Assert.Equal(2, _one.Renders + _two.Renders);
    }

    [Fact]
    public async Task An_expiry_on_one_server_makes_the_other_wait_for_a_new_page()
    {
        await _one.VisitAsync(Key);
        await StoredAsync();
        await _two.VisitAsync(Key);
        _two.Data = static () => "2";

        await _one.Ledger.StampAsync([CacheTag.User("t")], InvalidationKind.Expire, default);

        Assert.Equal("2", await _two.VisitAsync(Key));
    }

    [Fact]
    public async Task A_slow_server_with_an_older_number_neither_replaces_the_newer_page_nor_goes_on_showing_its_own()
    {
        var (held, begun) = (new TaskCompletionSource(), new TaskCompletionSource());
        var slow = _one.VisitAsync(Key, _one.Render(held.Task, begun, tags: CacheTag.User("other")));
        await begun.Task;

        // The lease is lost, as it is when its holder was stopped for a while.
        _one.Node.Kill();
        _one.Node.Reconnect();
        await _two.Ledger.StampAsync([CacheTag.User("t")], InvalidationKind.Expire, default);
        _two.Data = static () => "2";
        Assert.Equal("2", await _two.VisitAsync(Key));
        await StoredAsync();
        held.SetResult();
        await slow;

        await Eventually.IsTrueAsync(() => _one.Shown(Key) is "2");
        await Eventually.IsTrueAsync(() => _one.Near.Find(Key)?.Text() is "2");
        var third = await Server.StartAsync(_fleet, _time);
        Assert.Equal("2", await third.VisitAsync(Key));
        Assert.Equal(0, third.Renders);
    }

    [Fact]
    public async Task An_entry_with_a_number_that_a_server_has_not_heard_of_yet_makes_it_read_the_ledger_and_ends_no_epoch()
    {
        _two.Node.HearsOthers = false;
        var epoch = _fleet.Position.Epoch;
        await _one.Ledger.StampAsync([CacheTag.User("t")], InvalidationKind.Expire, default);
        _fleet.SkipNumbers(3);
        await _one.Ledger.StampAsync([CacheTag.User("x")], InvalidationKind.Expire, default);
        await _one.VisitAsync(Key);
        await StoredAsync();
        Assert.Equal(0, _two.Ledger.Position.Number);

        Assert.Equal("1", await _two.VisitAsync(Key));

        Assert.Equal(5, _two.Ledger.Position.Number);
        Assert.Equal(epoch, _fleet.Position.Epoch);
        Assert.Equal(0, _two.Renders);
    }

    [Fact]
    public async Task A_page_that_is_not_kept_does_not_line_the_servers_up()
    {
        var (held, begun) = (new TaskCompletionSource(), new TaskCompletionSource());
        Render never = async (_, _, _) =>
        {
            begun.TrySetResult();
            await held.Task;
            return new RenderOutcome.NotKept("reads a cookie");
        };
        var first = _one.VisitAsync(Key, never);
        await begun.Task;
        var others = Enumerable.Range(0, 5).Select(i => _two.VisitAsync(Key, never)).ToList();
        held.SetResult();

        Assert.All(await Task.WhenAll([first, .. others]), static result => Assert.Equal("NotKept", result));
        Assert.Equal(0, _fleet.Writes);
    }

    [Fact]
    public async Task A_server_that_is_cut_off_renders_and_shows_what_it_has_for_stale_when_its_trust_is_over()
    {
        await _one.VisitAsync(Key);
        _one.Node.Disconnect();

        Assert.Equal("1", await _one.VisitAsync(Entries.Key("another")));
        var slot = _one.Cache.Peek(Key)!.Current!;
        Assert.Equal(FreshnessState.Fresh, slot.Judge(_one.Ledger).State);
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal((FreshnessState.Stale, FreshnessReason.Unsynced), slot.Judge(_one.Ledger) is var judged ? (judged.State, judged.Reason) : default);

        _one.Node.Reconnect();
        Assert.Equal(FreshnessState.Fresh, slot.Judge(_one.Ledger).State);
    }

    [Fact]
    public async Task What_another_server_made_while_a_slow_render_ran_is_neither_replaced_far_nor_here()
    {
        for (var number = 1; number <= 5; number++)
        {
            await _one.Ledger.StampAsync([CacheTag.User("other")], InvalidationKind.Expire, default);
        }

        var (held, begun) = (new TaskCompletionSource(), new TaskCompletionSource());
        var slow = _one.VisitAsync(Key, _one.Render(held.Task, begun, tags: CacheTag.User("x")));
        await begun.Task;
        _one.Node.Kill();
        _one.Node.Reconnect();
        for (var number = 6; number <= 8; number++)
        {
            await _two.Ledger.StampAsync([CacheTag.User("other")], InvalidationKind.Expire, default);
        }

        _two.Data = static () => "2";
        await _two.VisitAsync(Key, _two.Render(tags: CacheTag.User("x")));
        await StoredAsync();

        // Its own reader takes in number 8, and only then the render of number 5 ends.
        Assert.Equal("2", (await _one.Cache.FindAsync(Key, CacheKind.Component, default))!.Slot!.Entry.Text());
        held.SetResult();

        Assert.Equal("2", await slow);
        Assert.Equal("2", _one.Shown(Key));
        await _one.DisposeAsync();
        Assert.Equal("2", await FarAsync());
        Assert.Equal("2", _one.Near.Find(Key)?.Text());
    }

    [Fact]
    public async Task An_outage_of_the_ledger_is_no_storm_of_renders_and_when_it_is_back_everything_is_judged_again()
    {
        await _one.VisitAsync(Key);
        await StoredAsync();
        var reads = new ReadThrough(_one.Cache, _time);
        var render = _one.Render(tags: CacheTag.User("t"));
        _one.Node.Disconnect();
        _time.Advance(TimeSpan.FromSeconds(10));

        for (var i = 0; i < 1000; i++)
        {
            var read = await reads.ReadAsync(new ScriptedRead(Key, render), default);
            Assert.Equal((ReadStatus.Stale, FreshnessReason.Unsynced), (read.Status, read.Freshness.Reason));
            await _one.Cache.WhenIdleAsync(default);
        }

        Assert.Equal(1, _one.Renders);
        await _two.Ledger.StampAsync([CacheTag.User("t")], InvalidationKind.Expire, default);
        _one.Data = static () => "2";
        _one.Node.Reconnect();

        Assert.Equal("2", (await reads.ReadAsync(new ScriptedRead(Key, render), default)).Slot!.Entry.Text());
    }

    [Fact]
    public async Task What_is_too_old_is_made_anew_in_an_outage_too_and_not_more_often_than_every_three_seconds()
    {
        var render = _one.Render(lifetime: Lifetime.Of(1));
        await _one.VisitAsync(Key, render);
        _one.Node.Disconnect();

        for (var second = 0; second < 30; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await _one.VisitAsync(Key, render);
        }

        // The first, one while it was trusted, and one every three seconds.
        Assert.Equal(11, _one.Renders);
    }

    [Fact]
    public async Task What_is_not_fresh_on_the_own_disk_is_asked_far_before_it_is_shown()
    {
        await _one.VisitAsync(Key);
        await StoredAsync();
        await _two.VisitAsync(Key);
        await Eventually.IsTrueAsync(() => _two.Near.Find(Key) is not null);
        await _one.Ledger.StampAsync([CacheTag.User("t")], InvalidationKind.Revalidate, default);
        _one.Data = static () => "2";
        await _one.VisitAsync(Key);
        await Eventually.IsTrueAsync(async () => await FarAsync() is "2");

        // The second one starts anew: memory is gone, its disk is not.
        var again = await Server.StartAsync(_fleet, _time);
        await again.Near.PutAsync(Key, _two.Near.Find(Key)!, PutCondition.Always, default);

        Assert.Equal("2", await again.VisitAsync(Key));
        Assert.Equal(0, again.Renders);
    }

    [Fact]
    public async Task A_not_found_that_comes_again_asks_no_server_to_write()
    {
        for (var i = 0; i < 5; i++)
        {
            await _one.VisitAsync(Entries.Key($"nothing {i}"), _one.Render(isNegative: true));
        }

        Assert.Equal(0, _fleet.Writes);
    }

    [Fact]
    public async Task A_page_that_went_away_goes_from_what_the_servers_share_as_well()
    {
        await _one.VisitAsync(Key);
        await StoredAsync();
        await _two.VisitAsync(Key);
        await _two.Ledger.StampAsync([CacheTag.User("t")], InvalidationKind.Expire, default);
        await _two.VisitAsync(Key, _two.Render(isNegative: true, tags: CacheTag.User("t")));

        await Eventually.IsTrueAsync(async () => await FarAsync() is null);
    }

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _two.DisposeAsync();
    }

    private async Task<string?> FarAsync() =>
        (await (await _fleet.AddNode().OpenAsync(MemoryFleetTests.Context(_time), default)).Store!.GetAsync(Key, CacheKind.Component, default))?.Entry.Text();

    private Task StoredAsync() => Eventually.IsTrueAsync(async () => await FarAsync() is not null);
}
