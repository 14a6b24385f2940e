using Microsoft.Extensions.Logging.Abstractions;
using Perennial.Caching;
using Perennial.Caching.Ledger;
using Perennial.Fleet.Servers;
using Perennial.Redis;
using StackExchange.Redis;

namespace Perennial.Fleet.Redis;

public sealed class RedisLogTests(FleetServers servers) : IAsyncDisposable
{
    private static readonly LedgerPosition Nothing = new(Guid.Empty, 0);

    private readonly string _prefix = RedisServer.NewPrefix();
    private readonly List<RedisLog> _open = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (var log in _open)
        {
            await log.DisposeAsync();
        }
    }

    [Fact]
    public async Task What_was_missed_is_read_one_by_one_and_what_lies_too_far_back_whole()
    {
        var log = await OpenAsync();
        var start = (await log.ReadAsync(Nothing, Stop)).Head;
        for (var i = 0; i < 12; i++)
        {
            await log.AppendAsync([.. Enumerable.Range(0, 100).Select(j => Expire($"t{i}-{j}"))], start, Stop);
        }

        var near = await log.ReadAsync(start with { Number = 1100 }, Stop);
        Assert.False(near.IsWhole);
        Assert.Equal(Enumerable.Range(1101, 100), near.Stamps.Select(static stamp => (int)stamp.Number));
        Assert.All(near.Stamps, static stamp => Assert.NotEqual(Guid.Empty, stamp.RequestId));

        var far = await log.ReadAsync(start with { Number = 199 }, Stop);
        Assert.True(far.IsWhole);
        Assert.Equal(Enumerable.Range(1, 1200), far.Stamps.Select(static stamp => (int)stamp.Number));

        var edge = await log.ReadAsync(start with { Number = 200 }, Stop);
        Assert.Equal((false, 1000), (edge.IsWhole, edge.Stamps.Count));
        Assert.Empty((await log.ReadAsync(start with { Number = 1200 }, Stop)).Stamps);
    }

    [Fact]
    public async Task Large_requests_do_not_make_the_tail_large()
    {
        var log = await OpenAsync();
        var start = (await log.ReadAsync(Nothing, Stop)).Head;
        for (var i = 0; i < 10; i++)
        {
            await log.AppendAsync([new([.. Enumerable.Range(0, 1000).Select(j => CacheTag.User($"{new string('x', 200)}{i}-{j}"))], InvalidationKind.Revalidate)], start, Stop);
        }

        Assert.False((await log.ReadAsync(start with { Number = 7 }, Stop)).IsWhole);
        Assert.True((await log.ReadAsync(start with { Number = 3 }, Stop)).IsWhole);
    }

    [Fact]
    public async Task Beyond_the_limit_the_oldest_tags_go_and_the_floor_rises_over_them_and_nothing_looks_fresh_that_is_not()
    {
        const int Limit = 2000;
        var log = await OpenAsync(Limit);
        var position = (await log.ReadAsync(Nothing, Stop)).Head;
        var given = new Dictionary<CacheTag, long>();
        for (var i = 0; i < 100; i++)
        {
            StampRequest[] batch = [.. Enumerable.Range(0, 100).Select(j => Expire($"t{i}-{j}"))];
            var reading = await log.AppendAsync(batch, position, Stop);
            position = reading.Head;
            foreach (var (request, number) in batch.Zip(reading.Given))
            {
                given[request.Tags.Single()] = number;
            }
        }

        var whole = await log.ReadAsync(Nothing, Stop);
        var kept = whole.Stamps.SelectMany(static stamp => stamp.Tags.Select(tag => (tag, stamp.Number))).ToDictionary();
        Assert.InRange(kept.Count, Limit / 2, Limit * 5 / 4);
        Assert.All(given, pair => Assert.True(
            kept.TryGetValue(pair.Key, out var number) ? number == pair.Value : whole.Floor.ExpiredFrom >= pair.Value, $"{pair} is forgotten, and the floor is {whole.Floor}."));
        Assert.InRange(whole.Floor.ExpiredFrom, 7000, 10_000 - (Limit / 4));
        Assert.Equal(0, whole.Floor.StaleFrom);
    }

    [Fact]
    public async Task A_new_epoch_begins_where_the_ended_one_is_in_force_and_is_read_whole_with_all_stamps()
    {
        var log = await OpenAsync();
        var start = (await log.ReadAsync(Nothing, Stop)).Head;
        var before = (await log.AppendAsync([Expire("a"), Expire("b")], start, Stop)).Head;

        await log.BeginEpochAsync(before.Epoch, above: 10, Stop);
        await log.BeginEpochAsync(before.Epoch, above: 20, Stop);

        var begun = await log.ReadAsync(before, Stop);
        Assert.NotEqual(before.Epoch, begun.Head.Epoch);
        Assert.Equal(10, begun.Head.Number);
        Assert.True(begun.IsWhole);
        Assert.Equal([1L, 2L], begun.Stamps.Select(static stamp => stamp.Number));
        var next = await log.AppendAsync([Expire("c")], begun.Head, Stop);
        Assert.Equal([11L], next.Given);
        Assert.Equal([11L], next.Stamps.Select(static stamp => stamp.Number));
    }

    [Fact]
    public async Task A_repeated_request_gets_no_number_in_the_same_append_and_in_a_later_one()
    {
        var log = await OpenAsync();
        var request = Expire("a");
        var first = await log.AppendAsync([request, request], Nothing, Stop);
        Assert.Equal([1L], first.Given);

        var again = await log.AppendAsync([request, Expire("b")], first.Head, Stop);
        Assert.Equal([2L], again.Given);
        Assert.Equal(2, again.Head.Number);
    }

    [Fact]
    public async Task An_append_rings_for_others_and_not_for_itself_and_a_new_connection_rings_once()
    {
        await using var wire = new CuttingProxy((await servers.RedisAsync()).Port);
        var (one, two) = (await OpenAsync(), await OpenAsync(connectionString: wire.ConnectionString));
        await one.ReadAsync(Nothing, Stop);
        await one.WaitAsync(Stop);
        await two.WaitAsync(Stop);
        var (own, others) = (one.WaitAsync(Stop), two.WaitAsync(Stop));
        await one.AppendAsync([Expire("a")], Nothing, Stop);
        await Eventually.EndsAsync(Ended(others), "the bell of the other server");

        wire.Cut();
        var back = two.WaitAsync(Stop);
        wire.Mend();
        await Eventually.EndsAsync(Ended(back), "the bell of the new connection");
        Assert.False(own.IsCompleted);

        // The line for commands may be back later than the one for the bell.
        await Eventually.IsTrueAsync(async () =>
        {
            try
            {
                await two.AppendAsync([Expire("b")], Nothing, Stop);
                return true;
            }
            catch (PerennialException error) when (error.Code is "PER2110")
            {
                return false;
            }
        });
        await Eventually.EndsAsync(Ended(own), "the bell of the first server");
    }

    [Fact]
    public async Task A_bell_that_could_not_be_hung_up_at_first_rings_later()
    {
        await using var wire = new CuttingProxy((await servers.RedisAsync()).Port);
        wire.Cut();
        var (one, two) = (await OpenAsync(connectionString: wire.ConnectionString), await OpenAsync());
        await two.ReadAsync(Nothing, Stop);
        var calls = 0;
        using var patience = new CancellationTokenSource();
        await patience.CancelAsync();
        while (calls++ < 20)
        {
            await Assert.ThrowsAnyAsync<Exception>(() => one.WaitAsync(patience.Token));
        }

        wire.Mend();
        await Eventually.IsTrueAsync(async () =>
        {
            try
            {
                await one.WaitAsync(Stop);
                return true;
            }
            catch (RedisException)
            {
                return false;
            }
        });

        // More often than new connections ring.
        for (var i = 0; i < 10; i++)
        {
            await two.AppendAsync([Expire("a")], Nothing, Stop);
            await Eventually.EndsAsync(Ended(one.WaitAsync(Stop)), "the bell");
        }
    }

    private static async Task<bool> Ended(Task task)
    {
        await task;
        return true;
    }

    private static StampRequest Expire(string tag) => new([CacheTag.User(tag)], InvalidationKind.Expire);

    private async Task<RedisLog> OpenAsync(int tagLimit = RedisLog.TagLimit, string? connectionString = null)
    {
        var options = new RedisOptions { ConnectionString = connectionString ?? (await servers.RedisAsync()).ConnectionString, Prefix = _prefix };
        var connection = await RedisConnection.OpenAsync(options, apps: null);
        var log = new RedisLog(connection, new(connection, NullLogger.Instance), replicas: 0, tagLimit);
        _open.Add(log);
        return log;
    }
}
