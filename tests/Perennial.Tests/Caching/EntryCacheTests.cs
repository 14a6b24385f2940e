using Perennial.Caching.Flights;

namespace Perennial.Tests.Caching;

public sealed class EntryCacheTests
{
    private static readonly EntryKey Key = Entries.Key("page");

    [Fact]
    public async Task Fifty_visits_share_one_render()
    {
        await using var engine = new EntryCacheFixture();
        var held = new TaskCompletionSource();
        var visits = Enumerable.Range(0, 50).Select(_ => engine.VisitAsync(Key, engine.Render(held.Task))).ToArray();

        held.SetResult();

        Assert.All(await Task.WhenAll(visits), static text => Assert.Equal("1", text));
        Assert.Equal(1, engine.Renders);
    }

    [Fact]
    [Trait("Proves", "H-3")]
    public async Task An_invalidation_during_a_render_is_not_lost()
    {
        await using var engine = new EntryCacheFixture();
        var held = new TaskCompletionSource();
        var first = engine.VisitAsync(Key, engine.Render(held.Task, tags: "a"));
        await Eventually.IsTrueAsync(() => engine.Renders == 1);

        engine.Data = "2";
        await engine.Ledger.StampAsync(["a"], InvalidationKind.Expire, default);
        held.SetResult();

        // Who came before the invalidation may take the old page; who comes after it may not.
        await first;
        Assert.Equal("2", await engine.VisitAsync(Key, engine.Render(tags: "a")));
    }

    [Fact]
    [Trait("Proves", "H-1")]
    public async Task Who_comes_after_an_expiry_does_not_take_a_render_that_began_before_it()
    {
        await using var engine = new EntryCacheFixture();
        var held = new TaskCompletionSource();
        _ = engine.VisitAsync(Key, engine.Render(held.Task, tags: "a"));
        await Eventually.IsTrueAsync(() => engine.Renders == 1);
        engine.Data = "2";
        await engine.Ledger.StampAsync(["a"], InvalidationKind.Expire, default);

        var after = engine.VisitAsync(Key, engine.Render(tags: "a"));
        held.SetResult();

        Assert.Equal("2", await after);
    }

    [Fact]
    public async Task Constant_invalidation_does_not_starve_who_waits()
    {
        await using var engine = new EntryCacheFixture();
        Render render = async (startedAt, reason, token) =>
        {
            var outcome = await engine.Render(tags: "a")(startedAt, reason, token);
            await engine.Ledger.StampAsync(["a"], InvalidationKind.Expire, default);
            return outcome;
        };

        Assert.Equal("1", await engine.VisitAsync(Key, render));
        Assert.Equal(1, engine.Renders);
    }

    [Fact]
    public async Task A_regeneration_does_not_join_a_render_that_is_already_running()
    {
        await using var engine = new EntryCacheFixture();
        var held = new TaskCompletionSource();
        _ = engine.VisitAsync(Key, engine.Render(held.Task));
        await Eventually.IsTrueAsync(() => engine.Renders == 1);
        engine.Data = "2";

        var regenerated = engine.Cache.FillAsync(Key, CacheKind.Component, RenderReason.Regenerate, engine.Render(), default);
        held.SetResult();

        Assert.Equal("2", (await regenerated).Result.Slot!.Entry.Text());
    }

    [Fact]
    public async Task Regenerations_that_are_asked_for_in_one_moment_share_a_render()
    {
        var moment = new TaskCompletionSource();
        await using var engine = new EntryCacheFixture(limits: new(16, 16, () => moment.Task));
        var calls = Enumerable.Range(0, 20)
            .Select(_ => engine.Cache.FillAsync(Key, CacheKind.Component, RenderReason.Regenerate, engine.Render(), default)).ToArray();

        moment.SetResult();
        await Task.WhenAll(calls);
        Assert.Equal(1, engine.Renders);

        await engine.Cache.FillAsync(Key, CacheKind.Component, RenderReason.Regenerate, engine.Render(), default);
        Assert.Equal(2, engine.Renders);
    }

    [Fact]
    [Trait("Proves", "F-05")]
    public async Task Who_stops_waiting_takes_nobody_along()
    {
        await using var engine = new EntryCacheFixture();
        var held = new TaskCompletionSource();
        using var leaving = new CancellationTokenSource();
        var leader = engine.Cache.FillAsync(Key, CacheKind.Component, RenderReason.Miss, engine.Render(held.Task), leaving.Token);
        var follower = engine.VisitAsync(Key, engine.Render(held.Task));
        await Eventually.IsTrueAsync(() => engine.Renders == 1);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leader);
        held.SetResult();

        Assert.Equal("1", await follower);
        Assert.Equal(1, engine.Renders);
    }

    [Fact]
    public async Task Twenty_visits_of_a_failing_page_share_one_failure_and_the_next_visit_tries_again()
    {
        await using var engine = new EntryCacheFixture { Fault = new InvalidOperationException("no data") };
        var held = new TaskCompletionSource();
        var visits = Enumerable.Range(0, 20).Select(_ => engine.VisitAsync(Key, engine.Render(held.Task))).ToArray();

        held.SetResult();

        Assert.All(await Task.WhenAll(visits), static text => Assert.Equal("Failed", text));
        Assert.Equal(1, engine.Renders);
        engine.Fault = null;
        Assert.Equal("1", await engine.VisitAsync(Key, engine.Render()));
    }

    [Fact]
    [Trait("Proves", "F-03")]
    public async Task An_allocation_that_fails_fails_its_own_visits_and_poisons_nothing()
    {
        await using var engine = new EntryCacheFixture();
        Render failing = static (_, _, _) => throw new InvalidOperationException("no room");

        Assert.Equal("Failed", await engine.VisitAsync(Key, failing));
        Assert.Equal("1", await engine.VisitAsync(Entries.Key("another"), engine.Render()));
        Assert.Equal("1", await engine.VisitAsync(Key, engine.Render()));
    }

    [Fact]
    [Trait("Proves", "F-55")]
    public async Task Five_thousand_pages_that_expire_together_are_rendered_once_each_and_a_few_at_a_time()
    {
        await using var engine = new EntryCacheFixture(limits: new(8, 10_000));
        var keys = Enumerable.Range(0, 5000).Select(static i => Entries.Key($"{i}")).ToArray();
        var (running, most) = (0, 0);
        Render render = async (startedAt, reason, token) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            var outcome = await engine.Render(lifetime: Lifetime.Of(60))(startedAt, reason, token);
            Interlocked.Decrement(ref running);
            return outcome;
        };
        foreach (var key in keys)
        {
            await engine.VisitAsync(key, render);
        }

        engine.Time.Advance(TimeSpan.FromSeconds(61));
        engine.Data = "2";
        most = 0;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            foreach (var key in keys)
            {
                Assert.Contains(await engine.VisitAsync(key, render), (string[])["1", "2"]);
            }
        })));

        await Eventually.IsTrueAsync(() => keys.All(key => engine.Cache.Peek(key)?.Current?.Entry.Text() == "2"));
        Assert.Equal(10_000, engine.Renders);
        Assert.InRange(most, 1, 8);
    }

    [Fact]
    public async Task A_failed_refresh_keeps_the_old_page()
    {
        await using var engine = new EntryCacheFixture();
        var render = engine.Render(lifetime: Lifetime.Of(60));
        await engine.VisitAsync(Key, render);
        engine.Time.Advance(TimeSpan.FromSeconds(61));
        engine.Fault = new InvalidOperationException("no data");
        var cell = engine.Cache.Peek(Key)!;

        await engine.Cache.RefreshBehind(Key, CacheKind.Component, cell.Refresh, render);

        Assert.Equal("1", cell.Current!.Entry.Text());
        Assert.Equal(1, cell.Refresh.Failures);
    }

    [Fact]
    public async Task Nothing_is_rendered_without_a_visit()
    {
        await using var engine = new EntryCacheFixture();
        await engine.VisitAsync(Key, engine.Render(lifetime: Lifetime.Of(1)));

        engine.Time.Advance(TimeSpan.FromDays(1));

        Assert.Equal(1, engine.Renders);
    }

    [Fact]
    public async Task Not_found_is_remembered_in_a_ring_and_not_in_the_store()
    {
        await using var engine = new EntryCacheFixture(new() { NotFoundLimit = 100 });

        for (var i = 0; i < 10_000; i++)
        {
            await engine.VisitAsync(Entries.Key($"{i}"), engine.Render(isNegative: true));
        }

        Assert.Equal(0, ((DictionaryStore)engine.Store).Count);
        Assert.InRange(engine.Cache.Numbers.MemoryBytes, 1, 100 * 4096);
    }

    [Fact]
    [Trait("Proves", "H-2")]
    public async Task A_page_that_went_away_does_not_come_back_from_the_store()
    {
        await using var engine = new EntryCacheFixture(new() { NotFoundLimit = 0 });
        await engine.VisitAsync(Key, engine.Render(tags: "a"));
        await Eventually.IsTrueAsync(() => ((DictionaryStore)engine.Store).Count == 1);
        await engine.Ledger.StampAsync(["a"], InvalidationKind.Expire, default);
        engine.Data = "gone";

        await engine.VisitAsync(Key, engine.Render(isNegative: true, tags: "a"));

        await Eventually.IsTrueAsync(() => ((DictionaryStore)engine.Store).Find(Key)?.Facts.IsNegative is true);
        Assert.Equal("gone", await engine.VisitAsync(Key, engine.Render()));
    }

    [Fact]
    public async Task Without_a_memory_tier_a_page_on_its_way_to_the_store_is_found_already()
    {
        var store = new HeldStore();
        await using var engine = new EntryCacheFixture(new() { MemoryLimit = 0 }, store: store);

        await engine.VisitAsync(Key, engine.Render());

        Assert.Equal("1", await engine.VisitAsync(Key, engine.Render()));
        Assert.Equal(1, engine.Renders);
        store.Release();
    }

    [Fact]
    public async Task Without_a_memory_tier_a_stale_page_is_refreshed_all_the_same()
    {
        await using var engine = new EntryCacheFixture(new() { MemoryLimit = 0 });
        var render = engine.Render(lifetime: Lifetime.Of(60));
        await engine.VisitAsync(Key, render);
        engine.Time.Advance(TimeSpan.FromSeconds(61));
        engine.Data = "2";

        Assert.Equal("1", await engine.VisitAsync(Key, render));

        await Eventually.IsTrueAsync(() => ((DictionaryStore)engine.Store).Find(Key)?.Text() == "2");
        Assert.Equal(2, engine.Renders);
    }

    [Fact]
    public async Task A_page_evicted_before_it_was_written_is_still_found()
    {
        var store = new HeldStore();
        await using var engine = new EntryCacheFixture(new() { MemoryLimit = 5000 }, store: store);
        await engine.VisitAsync(Key, engine.Render());
        for (var i = 0; i < 10; i++)
        {
            await engine.VisitAsync(Entries.Key($"{i}"), engine.Render());
        }

        Assert.Null(engine.Cache.Peek(Key));
        Assert.Equal("1", await engine.VisitAsync(Key, engine.Render()));
        Assert.Equal(11, engine.Renders);
        store.Release();
    }

    private sealed class HeldStore : ICacheStore
    {
        private readonly TaskCompletionSource _held = new();

        public void Release() => _held.SetResult();

        public ValueTask<StoredEntry?> GetAsync(EntryKey key, CacheKind kind, CancellationToken cancellationToken) => default;

        public async ValueTask<PutResult> PutAsync(
            EntryKey key, CacheEntry entry, PutCondition condition, CancellationToken cancellationToken)
        {
            await _held.Task;
            return new PutResult.Kept("");
        }

        public ValueTask RemoveAsync(EntryKey key, CacheKind kind, PutCondition condition, CancellationToken cancellationToken) => default;
    }
}
