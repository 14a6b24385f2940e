using System.Collections.Concurrent;
using System.Transactions;
using Microsoft.Extensions.Logging.Abstractions;
using Perennial.Caching;
using Perennial.Fleet.Servers;
using Perennial.Postgres;
using Perennial.Postgres.Database;
using Perennial.Postgres.Ledger;
using Perennial.Postgres.Store;

namespace Perennial.Fleet.Postgres;

public sealed class PostgresStoreTests(FleetServers servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_fence_is_known_after_its_entry_was_removed()
    {
        await using var fleet = new PostgresFleet(await servers.PostgresAsync());
        var store = (await fleet.AddAsync()).Store;
        await store.PutAsync(Entries.Key("x"), Entries.Of(2), PutCondition.IfAbsent with { Fence = 8 }, Token);
        await store.RemoveAsync(Entries.Key("x"), CacheKind.Component, PutCondition.Always, Token);

        Assert.IsType<PutResult.Superseded>(await store.PutAsync(Entries.Key("x"), Entries.Of(1), PutCondition.IfAbsent with { Fence = 7 }, Token));
        Assert.Null(await store.GetAsync(Entries.Key("x"), CacheKind.Component, Token));
        Assert.IsType<PutResult.Kept>(await store.PutAsync(Entries.Key("x"), Entries.Of(3), PutCondition.IfAbsent with { Fence = 9 }, Token));
    }

    [Fact]
    public async Task What_is_too_large_is_not_kept_and_nothing_older_stays()
    {
        await using var fleet = new PostgresFleet(await servers.PostgresAsync());
        var store = (await fleet.AddAsync(configure: static options => options.MaxEntryBytes = 10_000)).Store;
        var kept = Assert.IsType<PutResult.Kept>(await store.PutAsync(Entries.Key("x"), Entries.Of(1), PutCondition.IfAbsent, Token));

        Assert.IsType<PutResult.NotKept>(await store.PutAsync(Entries.Key("x"), Entries.Of(2, 10_001), PutCondition.IfVersion(kept.Version), Token));

        Assert.Null(await store.GetAsync(Entries.Key("x"), CacheKind.Component, Token));
    }

    [Fact]
    public async Task Bytes_that_are_no_entry_are_a_miss_and_not_in_the_way()
    {
        await using var fleet = new PostgresFleet(await servers.PostgresAsync());
        var store = (await fleet.AddAsync()).Store;
        await store.PutAsync(Entries.Key("x"), Entries.Of(1), PutCondition.IfAbsent, Token);
        await fleet.Server.ExecuteAsync($"update {fleet.Schema}.entry set body = 'junk'");

        Assert.Null(await store.GetAsync(Entries.Key("x"), CacheKind.Component, Token));
        Assert.IsType<PutResult.Kept>(await store.PutAsync(Entries.Key("x"), Entries.Of(2), PutCondition.IfAbsent, Token));
    }

    [Fact]
    public async Task Anothers_entry_under_the_same_hash_is_a_miss()
    {
        await using var fleet = new PostgresFleet(await servers.PostgresAsync());
        var store = (await fleet.AddAsync()).Store;
        await store.PutAsync(Entries.Key("x"), Entries.Of(1), PutCondition.IfAbsent, Token);
        await fleet.Server.ExecuteAsync($"update {fleet.Schema}.entry set key = '\\x{Entries.Key("y").Hash}'");

        Assert.Null(await store.GetAsync(Entries.Key("y"), CacheKind.Component, Token));
    }

    [Fact]
    public async Task A_transaction_of_the_apps_own_is_not_joined()
    {
        await using var fleet = new PostgresFleet(await servers.PostgresAsync());
        var store = (await fleet.AddAsync()).Store;
        using (new TransactionScope(TransactionScopeAsyncFlowOption.Enabled))
        {
            await store.PutAsync(Entries.Key("x"), Entries.Of(1), PutCondition.IfAbsent, Token);
        }

        Assert.NotNull(await store.GetAsync(Entries.Key("x"), CacheKind.Component, Token));
    }

    [Theory]
    [InlineData(1 << 20, 1000, 10)]
    [InlineData(1 << 30, 7, 7)]
    public async Task What_was_not_used_for_longest_goes_first(long bytes, int entries, int stay)
    {
        await using var fleet = new PostgresFleet(await servers.PostgresAsync());
        var store = (await fleet.AddAsync()).Store;
        for (var i = 0; i < 20; i++)
        {
            await store.PutAsync(Entries.Key($"{i}"), Entries.Of(i, 100_000), PutCondition.IfAbsent, Token);
        }

        await fleet.Server.ExecuteAsync($"update {fleet.Schema}.entry set used_at = used_at - interval '2 hours'");
        Assert.NotNull(await store.GetAsync(Entries.Key("0"), CacheKind.Component, Token));
        await SweepAsync(fleet, static sweep => sweep.SweepAsync(Token), options => (options.MaxBytes, options.MaxEntries) = (bytes, entries));

        var left = new List<int>();
        for (var i = 0; i < 20; i++)
        {
            if (await store.GetAsync(Entries.Key($"{i}"), CacheKind.Component, Token) is not null)
            {
                left.Add(i);
            }
        }

        Assert.Equal([0, .. Enumerable.Range(20 - stay + 1, stay - 1)], left);
    }

    [Fact]
    public async Task Of_servers_that_come_at_once_one_tidies_up()
    {
        await using var fleet = new PostgresFleet(await servers.PostgresAsync());
        await fleet.AddAsync();
        await fleet.Server.ExecuteAsync($"update {fleet.Schema}.head set swept_at = swept_at - interval '2 minutes'");
        var did = new ConcurrentBag<bool>();

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => SweepAsync(fleet, async sweep => did.Add(await sweep.TrySweepAsync(Token)))));

        Assert.Single(did, static it => it);
    }

    [Fact]
    public async Task The_oldest_tags_are_forgotten_and_the_floor_rises_over_them()
    {
        await using var fleet = new PostgresFleet(await servers.PostgresAsync());
        var node = await fleet.AddAsync();
        for (var i = 1; i <= 12; i++)
        {
            await node.Ledger.StampAsync([CacheTag.User($"t{i}")], i <= 2 ? InvalidationKind.Expire : InvalidationKind.Revalidate, Token);
        }

        await SweepAsync(fleet, static sweep => sweep.SweepAsync(Token), tagLimit: 8);

        // Four above the limit, and a quarter of it.
        var late = (await fleet.AddAsync()).Ledger;
        Assert.Equal(new TagStamps(6, 2), late.Floor);
        Assert.Equal(new TagStamps(7, 0), late[CacheTag.User("t7")]);
        await node.Ledger.CatchUpAsync(late.Position, Token);
        Assert.Equal(new TagStamps(6, 2), node.Ledger.Floor);
        Assert.Equal(12, late.Position.Number);
    }

    private static async Task SweepAsync(PostgresFleet fleet, Func<Sweep, Task> act, Action<PostgresOptions>? configure = null, int tagLimit = 100)
    {
        var options = new PostgresOptions { ConnectionString = fleet.Server.ConnectionString, Schema = fleet.Schema };
        configure?.Invoke(options);
        await using var database = new PostgresDatabase(options, null);
        var readiness = new Readiness(database, options, StoragePurpose.Tool, NullLogger.Instance);
        var log = new PostgresLog(database, readiness, mayWrite: true, tagLimit);
        await using var sweep = new Sweep(database, readiness, log, options, TimeProvider.System, NullLogger.Instance);
        await act(sweep);
    }
}
