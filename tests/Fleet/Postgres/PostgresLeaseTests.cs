using Perennial.Caching;
using Perennial.Fleet.Servers;
using Perennial.Postgres.Database;

namespace Perennial.Fleet.Postgres;

public sealed class PostgresLeaseTests(FleetServers servers)
{
    private static readonly EntryKey X = Entries.Key("x");
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_holder_that_dies_is_followed_at_once_whatever_its_time()
    {
        await using var fleet = new PostgresFleet(await servers.PostgresAsync());
        var (one, two) = await TwoAsync(fleet);
        var held = await one.Lease.TryAcquireAsync(X, one.Ledger.Position, Long, Token);
        var waiting = two.Lease.WaitAsync(X, Token).AsTask();
        var since = TimeProvider.System.GetTimestamp();
        one.Network.Cut();

        Assert.Null(await Eventually.EndsAsync(waiting, "the wait"));
        var next = await two.Lease.TryAcquireAsync(X, two.Ledger.Position, Long, Token);
        TestContext.Current.SendDiagnosticMessage("Taken over after {0}.", TimeProvider.System.GetElapsedTime(since));
        Assert.True(next!.Fence > held!.Fence);
        await Eventually.IsTrueAsync(() => held.Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task A_holder_that_stands_still_keeps_the_lease_for_its_time_and_learns_that_it_is_lost()
    {
        await using var fleet = new PostgresFleet(await servers.PostgresAsync());
        var (one, two) = await TwoAsync(fleet);
        var held = await one.Lease.TryAcquireAsync(X, one.Ledger.Position, TimeSpan.FromSeconds(3), Token);
        one.Network.Hang();

        Assert.Null(await two.Lease.TryAcquireAsync(X, two.Ledger.Position, Long, Token));
        Assert.Null(await Eventually.EndsAsync(two.Lease.WaitAsync(X, Token).AsTask(), "the wait"));
        Assert.True((await two.Lease.TryAcquireAsync(X, two.Ledger.Position, Long, Token))!.Fence > held!.Fence);

        // It learns that by its own clock: no word reaches it.
        await Eventually.IsTrueAsync(() => held.Lost.IsCancellationRequested);
        one.Network.Heal();
    }

    [Fact]
    public async Task A_holder_that_lives_is_renewed_beyond_its_time()
    {
        await using var fleet = new PostgresFleet(await servers.PostgresAsync());
        var (one, two) = await TwoAsync(fleet);
        await using var held = await one.Lease.TryAcquireAsync(X, one.Ledger.Position, TimeSpan.FromSeconds(3), Token);
        var first = await UntilAsync(fleet);

        await Eventually.IsTrueAsync(async () => await UntilAsync(fleet) > first + TimeSpan.FromSeconds(3.5));

        Assert.Null(await two.Lease.TryAcquireAsync(X, two.Ledger.Position, Long, Token));
        Assert.False(held!.Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task A_server_that_is_not_connected_says_so_and_comes_back()
    {
        await using var fleet = new PostgresFleet(await servers.PostgresAsync());
        var (one, _) = await TwoAsync(fleet);
        one.Network.Cut();

        await Eventually.IsTrueAsync(async () =>
        {
            try
            {
                await using var lease = await one.Lease.TryAcquireAsync(X, one.Ledger.Position, Long, Token);
                return false;
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                return true;
            }
        });
        one.Network.Heal();
        await one.ListensAsync();
    }

    [Fact]
    public async Task Who_asks_for_the_turn_and_waits_a_moment_later_learns_what_came_of_it()
    {
        await using var fleet = new PostgresFleet(await servers.PostgresAsync());
        var (one, two) = await TwoAsync(fleet);
        var held = await one.Lease.TryAcquireAsync(X, one.Ledger.Position, Long, Token);
        await held!.CompleteAsync(RenderResult.NotKept);

        Assert.Equal(RenderResult.NotKept, await two.Lease.WaitAsync(X, Token));
    }

    [Fact]
    public async Task Of_many_that_ask_at_once_one_renders()
    {
        await using var fleet = new PostgresFleet(await servers.PostgresAsync());
        var (one, two) = await TwoAsync(fleet);

        var leases = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => Task.Run(
            () => (i % 2 is 0 ? one : two).Lease.TryAcquireAsync(X, one.Ledger.Position, Long, Token).AsTask())));

        Assert.Single(leases, static lease => lease is not null);
    }

    [Fact]
    public async Task Nonsense_that_somebody_tells_on_the_channel_is_passed_over()
    {
        await using var fleet = new PostgresFleet(await servers.PostgresAsync());
        var (one, two) = await TwoAsync(fleet);
        await using var database = new PostgresDatabase(new() { ConnectionString = fleet.Server.ConnectionString, Schema = fleet.Schema }, null);
        foreach (var payload in new[] { "", "l", "l" + new string('z', 65), "-1", "99999999999999999999", "e", "nonsense" })
        {
            await fleet.Server.ExecuteAsync($"select pg_notify('{database.Channel}', '{payload}')");
        }

        var position = await one.Ledger.StampAsync([CacheTag.User("a")], InvalidationKind.Expire, Token);
        await Eventually.IsTrueAsync(() => two.Ledger.Position == position);
    }

    private static Task<DateTime> UntilAsync(PostgresFleet fleet) => fleet.Server.ReadAsync<DateTime>($"select held_until from {fleet.Schema}.lease where result is null");

    private static async Task<(PostgresNode One, PostgresNode Two)> TwoAsync(PostgresFleet fleet)
    {
        var (one, two) = (await fleet.AddAsync(), await fleet.AddAsync());
        await one.ListensAsync();
        await two.ListensAsync();
        return (one, two);
    }
}
