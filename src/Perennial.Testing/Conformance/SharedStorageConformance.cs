using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Perennial.Caching;
using static Perennial.Testing.Conformance.ConformanceException;

namespace Perennial.Testing.Conformance;

/// <summary>
/// What a storage promises that several servers share: ledger, store and lease over two connections. Derive, give two
/// connections to one empty storage per case, and run each of <see cref="Cases"/> as a test of its own.
/// </summary>
[Experimental("PERNL001")]
public abstract class SharedStorageConformance
{
    private static readonly CacheTag A = CacheTag.User("a");
    private static readonly CacheTag B = CacheTag.User("b");
    private static readonly EntryKey X = new EntryKeyBuilder().Add("x").Build();
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);
    private static readonly string[] AnyValues = ["a#b", "a%23b", "a?b", "a%3Fb", "a%b", "a%25b", "\ud800", "\udc00", "\ufffd", "a b", "a\nb", "é", "e\u0301", "😀"];

    /// <summary>The cases.</summary>
    public IReadOnlyList<ConformanceCase> Cases =>
    [
        new("what one server invalidates the other knows when it has caught up", Follows),
        new("what one server invalidates the other hears of", Hears),
        new("the numbers of all servers are one sequence", OneSequence),
        new("on every server stamps come before the position", StampsBeforePosition),
        new("a server that was cut off acknowledges nothing, and misses nothing when it is back", CutOff),
        new("who is cut off believes nothing after its own promised time", Distrusts),
        new("tags of any characters are the same tags on every server", AnyTags),
        new("the same request over another connection is the same invalidation", RepeatsElsewhere),
        new("an epoch that one server begins ends the other's", EpochForAll),
        new("of servers that end an epoch at once one does", EpochOnce),
        new("a new server knows what was invalidated before it came", Joins),
        new("subscribers are told of others and not of themselves", Tells),
        new("an entry that one server keeps the other reads whole", Shares),
        new("a slow server does not replace what another has made since", DoesNotReplace),
        new("a server whose lease was taken over is refused by its fence", RefusesFence),
        new("the greatest fence of a key is remembered when its entry is gone", RemembersFence),
        new("one server at a time has the lease of a key, and different keys have different leases", OneHolder),
        new("who waits for a lease learns what came of it", Learns),
        new("a live holder keeps its lease beyond its time to live", Renews),
        new("the lease of a server that goes away is free in time, and its fence is outdone", TakesOver),
    ];

    /// <summary>Connections of servers to one new storage that nobody used before, on <see cref="TimeProvider.System"/>.</summary>
    protected abstract ValueTask<IReadOnlyList<StorageParts>> ConnectAsync(int servers, CancellationToken cancellationToken);

    /// <summary>One more connection to the storage of these.</summary>
    protected abstract ValueTask<StorageParts> JoinAsync(CancellationToken cancellationToken);

    /// <summary>Cuts a server off, so that its calls fail.</summary>
    protected abstract ValueTask CutOffAsync(StorageParts server, CancellationToken cancellationToken);

    /// <summary>Gives it its connection back.</summary>
    protected abstract ValueTask ReconnectAsync(StorageParts server, CancellationToken cancellationToken);

    /// <summary>Ends a server without a word, as a crash does.</summary>
    protected abstract ValueTask KillAsync(StorageParts server, CancellationToken cancellationToken);

    private async Task Follows(CancellationToken token)
    {
        var (one, two) = await TwoAsync(token);
        var position = await one.Ledger!.StampAsync([A], InvalidationKind.Expire, token);
        await two.Ledger!.CatchUpAsync(position, token);
        Require(two.Ledger![A].ExpiredFrom == position.Number, $"Expired at {position} elsewhere, the tag has {two.Ledger[A]}.");
        Require(two.Ledger.Position == position, $"One stands at {position}, the other at {two.Ledger.Position}.");
        Require(one.Ledger!.Status.IsShared && two.Ledger!.Status.IsShared, "A ledger that servers share says so.");
    }

    private async Task Hears(CancellationToken token)
    {
        var (one, two) = await TwoAsync(token);
        var position = await one.Ledger!.StampAsync([A], InvalidationKind.Revalidate, token);
        await EventuallyAsync(() => two.Ledger![A].StaleFrom == position.Number, "Nobody asked, and the other server never heard of it.", token);
    }

    private async Task OneSequence(CancellationToken token)
    {
        var servers = await ConnectAsync(3, token);
        var numbers = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Task.Run(
            async () => (await servers[i % 3].Ledger!.StampAsync([CacheTag.User($"t{i}")], InvalidationKind.Expire, token), i), token)));
        foreach (var server in servers)
        {
            await server.Ledger!.CatchUpAsync(numbers.MaxBy(static number => number.Item1.Number).Item1, token);
            var stamps = Enumerable.Range(0, 60).Select(i => server.Ledger[CacheTag.User($"t{i}")].ExpiredFrom).Order().ToList();
            Require(stamps.Distinct().Count() is 60 && stamps[0] > 0, $"Sixty invalidations have sixty numbers; these were given: {string.Join(' ', stamps)}.");
        }
    }

    private async Task StampsBeforePosition(CancellationToken token)
    {
        var (one, two) = await TwoAsync(token);
        using var done = new CancellationTokenSource();

        // On a thread of its own: it never waits, and what writes needs the pool's.
        var reader = Task.Factory.StartNew(
            () =>
            {
                while (!done.IsCancellationRequested)
                {
                    var number = two.Ledger!.Position.Number;
                    var stamp = two.Ledger[A].StaleFrom;
                    Require(stamp >= number, $"The position was {number} and the stamp only {stamp}: stamps come first.");
                }
            },
            token,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        try
        {
            for (var i = 0; i < 100; i++)
            {
                await one.Ledger!.StampAsync([A], InvalidationKind.Revalidate, token);
            }
        }
        finally
        {
            await done.CancelAsync();
        }

        await reader;
    }

    private async Task CutOff(CancellationToken token)
    {
        var (one, two) = await TwoAsync(token);
        await CutOffAsync(two, token);
        var missed = await one.Ledger!.StampAsync([A], InvalidationKind.Expire, token);
        await RequireFailsAsync(() => two.Ledger!.StampAsync([B], InvalidationKind.Expire, token).AsTask(), "Cut off, it acknowledged an invalidation.");
        await ReconnectAsync(two, token);
        await EventuallyAsync(() => two.Ledger![A].ExpiredFrom == missed.Number, "It is back, and never learnt what it had missed.", token);
        await two.Ledger!.StampAsync([B], InvalidationKind.Expire, token);
        await one.Ledger!.CatchUpAsync(two.Ledger!.Position, token);
        Require(one.Ledger[B].ExpiredFrom > missed.Number, "What it says when it is back is heard.");
    }

    private async Task Distrusts(CancellationToken token)
    {
        var (_, two) = await TwoAsync(token);
        Require(two.Ledger!.Status.TrustedUntil > Now, $"It can be reached, and is believed until {two.Ledger.Status.TrustedUntil} at {Now}.");
        await CutOffAsync(two, token);
        var promised = two.Ledger.Status.TrustedUntil!.Value;
        await EventuallyAsync(() => two.Ledger.Status.TrustedUntil <= Now, "Cut off, it goes on believing what it knows.", token);
        Require(
            two.Ledger.Status.TrustedUntil <= promised + TimeProvider.System.TimestampFrequency,
            "Cut off, it promised to believe what it knew until one time, and then until a later one.");
        await ReconnectAsync(two, token);
        await EventuallyAsync(() => two.Ledger.Status.TrustedUntil > Now, "It is back, and is not believed.", token);
    }

    private async Task AnyTags(CancellationToken token)
    {
        var (one, two) = await TwoAsync(token);
        CacheTag[] tags =
        [
            .. AnyValues.Select(CacheTag.User), .. AnyValues.Select(static value => CacheTag.Path("/" + value)),
            .. AnyValues.Select(static value => CacheTag.Route("/" + value)), .. AnyValues.Select(static value => CacheTag.Image("/" + value)),
            CacheTag.Route("/blog/{slug:regex(^[a-z%#?]{{1,3}}$)}"), CacheTag.Image("https://example.test/a?b=c#d"), CacheTag.All,
        ];
        var numbers = new Dictionary<CacheTag, long>();
        foreach (var tag in tags.Distinct())
        {
            numbers[tag] = (await one.Ledger!.StampAsync([tag], InvalidationKind.Revalidate, token)).Number;
        }

        await two.Ledger!.CatchUpAsync(one.Ledger!.Position, token);
        var late = await JoinAsync(token);
        foreach (var (tag, number) in numbers)
        {
            Require(two.Ledger[tag].StaleFrom == number, $"{tag.Kind} '{Escaped(tag)}' was revalidated at {number}; the other server has {two.Ledger[tag]}.");
            Require(late.Ledger![tag].StaleFrom == number, $"{tag.Kind} '{Escaped(tag)}' was revalidated at {number}; a new server has {late.Ledger[tag]}.");
        }
    }

    private async Task RepeatsElsewhere(CancellationToken token)
    {
        var (one, two) = await TwoAsync(token);
        var request = new StampRequest([A], InvalidationKind.Expire);
        var first = await one.Ledger!.StampAsync(request, token);
        await two.Ledger!.StampAsync(request, token);
        await one.Ledger!.CatchUpAsync(two.Ledger!.Position, token);
        Require(one.Ledger[A].ExpiredFrom == first.Number, $"Applied as {first.Number}, it was applied again: {one.Ledger[A]}.");
    }

    private async Task EpochForAll(CancellationToken token)
    {
        var (one, two) = await TwoAsync(token);
        var expired = await one.Ledger!.StampAsync([A], InvalidationKind.Expire, token);
        var begun = await one.Ledger!.BeginEpochAsync(one.Ledger.Position.Epoch, token);
        await EventuallyAsync(() => two.Ledger!.Position.Epoch == begun.Epoch, "The other server stayed in the epoch that has ended.", token);
        Require(two.Ledger![A].ExpiredFrom >= expired.Number, "What was expired stays expired in the new epoch.");
        var next = await two.Ledger.StampAsync([B], InvalidationKind.Expire, token);
        Require(next.Epoch == begun.Epoch && next.Number > expired.Number, $"After {begun} came {next}.");
    }

    private async Task EpochOnce(CancellationToken token)
    {
        var (one, two) = await TwoAsync(token);
        var ended = one.Ledger!.Position.Epoch;
        var begun = await Task.WhenAll(
            Task.Run(() => one.Ledger.BeginEpochAsync(ended, token).AsTask(), token),
            Task.Run(() => two.Ledger!.BeginEpochAsync(ended, token).AsTask(), token));
        Require(begun[0].Epoch == begun[1].Epoch && begun[0].Epoch != ended, $"Two servers ended {ended}, and {begun[0]} and {begun[1]} began.");
    }

    private async Task Joins(CancellationToken token)
    {
        var (one, _) = await TwoAsync(token);
        var position = await one.Ledger!.StampAsync([A, B], InvalidationKind.Expire, token);
        var late = await JoinAsync(token);
        Require(late.Ledger!.Position == position, $"The others stand at {position}, a new server at {late.Ledger.Position}.");
        Require(late.Ledger[A].ExpiredFrom == position.Number, $"What was expired before it came is {late.Ledger[A]}.");
    }

    private async Task Tells(CancellationToken token)
    {
        var (one, two) = await TwoAsync(token);
        var (ownTold, otherTold) = (new ConcurrentQueue<LedgerChange>(), new ConcurrentQueue<LedgerChange>());
        using var own = one.Ledger!.Subscribe(ownTold.Enqueue);
        using var other = two.Ledger!.Subscribe(otherTold.Enqueue);
        var position = await one.Ledger.StampAsync([A], InvalidationKind.Expire, token);
        await EventuallyAsync(
            () => otherTold.SelectMany(static change => change.Stamps).Any(stamp => stamp.Number == position.Number && stamp.Tags.Contains(A)),
            "The other server's subscribers were never told.",
            token);
        Require(ownTold.SelectMany(static change => change.Stamps).All(stamp => stamp.Number != position.Number), "Who did it was told of it.");
    }

    private async Task Shares(CancellationToken token)
    {
        var (one, two) = await TwoAsync(token);
        await one.Store!.PutAsync(X, Entry(3), PutCondition.IfAbsent, token);
        var read = await two.Store!.GetAsync(X, CacheKind.Component, token);
        Require(read is not null, "The other server does not find it.");
        Require(read!.Entry.Facts.Position.Number is 3 && read.Entry.Sections[0].Span.SequenceEqual(Entry(3).Sections[0].Span), "It is another one.");
    }

    private async Task DoesNotReplace(CancellationToken token)
    {
        var (one, two) = await TwoAsync(token);
        var seen = (await one.Store!.PutAsync(X, Entry(1), PutCondition.IfAbsent, token) as PutResult.Kept)!.Version;
        await two.Store!.PutAsync(X, Entry(8), PutCondition.IfVersion(seen), token);
        var late = await one.Store.PutAsync(X, Entry(5), PutCondition.IfVersion(seen), token);
        Require(
            late is PutResult.Superseded { Current.Entry.Facts.Position.Number: 8 },
            $"Number 8 stands there, and a server that had seen 1 and began with 5 got {late}.");
    }

    private async Task RefusesFence(CancellationToken token)
    {
        var (one, two) = await TwoAsync(token);
        var first = await one.Lease!.TryAcquireAsync(X, one.Ledger!.Position, Long, token);
        await KillAsync(one, token);
        var second = await AcquireAsync(two, token);
        var seen = (await two.Store!.PutAsync(X, Entry(2), PutCondition.IfAbsent with { Fence = second.Fence }, token) as PutResult.Kept)!.Version;
        var late = await two.Store.PutAsync(X, Entry(2), PutCondition.IfVersion(seen) with { Fence = first!.Fence }, token);
        Require(late is PutResult.Superseded, $"Fence {second.Fence} wrote, and then {first.Fence} got {late}.");
    }

    private async Task RemembersFence(CancellationToken token)
    {
        var (one, two) = await TwoAsync(token);
        await one.Store!.PutAsync(X, Entry(2), PutCondition.IfAbsent with { Fence = 9 }, token);
        await one.Store.RemoveAsync(X, CacheKind.Component, PutCondition.Always, token);
        var late = await two.Store!.PutAsync(X, Entry(2), PutCondition.IfAbsent with { Fence = 8 }, token);
        Require(late is PutResult.Superseded { Current: null }, $"Fence 9 wrote and its entry was removed, and then 8 got {late}.");
        var next = await two.Store.PutAsync(X, Entry(2), PutCondition.IfAbsent with { Fence = 10 }, token);
        Require(next is PutResult.Kept, $"After fence 9 came 10, and got {next}.");
        var unfenced = await one.Store.PutAsync(X, Entry(3), PutCondition.Always, token);
        Require(unfenced is PutResult.Kept, $"Without a fence nothing is compared with it, and it got {unfenced}.");
    }

    private async Task Renews(CancellationToken token)
    {
        var (one, two) = await TwoAsync(token);
        var position = one.Ledger!.Position;
        await using var lease = await one.Lease!.TryAcquireAsync(X, position, Short, token);
        for (var since = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(since) < 3 * Short;)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, token);
            Require(await two.Lease!.TryAcquireAsync(X, position, Short, token) is null, "Its holder lives and renders, and another server was given it.");
        }

        Require(!lease!.Lost.IsCancellationRequested, "Nobody else has it, and it is said to be lost.");
        await lease.CompleteAsync(RenderResult.Kept);
        await using var next = await AcquireAsync(two, token);
        Require(next.Fence > lease.Fence, $"After {lease.Fence} came {next.Fence}.");
    }

    private async Task OneHolder(CancellationToken token)
    {
        var (one, two) = await TwoAsync(token);
        var position = one.Ledger!.Position;
        await using var lease = await one.Lease!.TryAcquireAsync(X, position, Long, token);
        Require(lease is not null, "A free lease is given.");
        Require(await two.Lease!.TryAcquireAsync(X, position, Long, token) is null, "Two servers have the lease of one key.");
        Require(await one.Lease.TryAcquireAsync(X, position, Long, token) is null, "One server has the lease of one key twice.");
        await using var other = await two.Lease.TryAcquireAsync(new EntryKeyBuilder().Add("y").Build(), position, Long, token);
        Require(other is not null, "Another key has another lease.");
    }

    private async Task Learns(CancellationToken token)
    {
        var (one, two) = await TwoAsync(token);
        foreach (var result in Enum.GetValues<RenderResult>())
        {
            var lease = await one.Lease!.TryAcquireAsync(X, one.Ledger!.Position, Long, token);
            var waiting = two.Lease!.WaitAsync(X, token).AsTask();
            await lease!.CompleteAsync(result);
            Require(await waiting == result, $"It ended with {result}, and who waited learnt {await waiting}.");
            await using var next = await two.Lease.TryAcquireAsync(X, one.Ledger.Position, Long, token);
            Require(next is not null && next.Fence > lease.Fence, $"After {lease.Fence} came {next?.Fence}.");
        }

        Require(await two.Lease!.WaitAsync(X, token) is null, "Nobody holds it, and there is nothing to wait for.");
    }

    private async Task TakesOver(CancellationToken token)
    {
        var (one, two) = await TwoAsync(token);
        var lease = await one.Lease!.TryAcquireAsync(X, one.Ledger!.Position, Long, token);
        var waiting = two.Lease!.WaitAsync(X, token).AsTask();
        await KillAsync(one, token);
        Require(await waiting.WaitAsync(Long, token) is null, "What came of it nobody knows.");
        await using var next = await AcquireAsync(two, token);
        Require(next.Fence > lease!.Fence, $"After {lease.Fence} came {next.Fence}.");
    }

    private async ValueTask<(StorageParts One, StorageParts Two)> TwoAsync(CancellationToken token) =>
        await ConnectAsync(2, token) is [var one, var two] ? (one, two) : throw new ConformanceException("Two servers were asked for.");

    private static async Task<RenderLease> AcquireAsync(StorageParts server, CancellationToken token)
    {
        RenderLease? lease = null;
        await EventuallyAsync(
            async () => (lease ??= await server.Lease!.TryAcquireAsync(X, server.Ledger!.Position, Long, token)) is not null,
            "The lease of a server that is gone is never given to another.",
            token);
        return lease!;
    }

    private static long Now => TimeProvider.System.GetTimestamp();

    private static string Escaped(CacheTag tag) => Uri.EscapeDataString(tag.Value.Replace('\ud800', '?').Replace('\udc00', '?'));

    private static CacheEntry Entry(long number) => new(
        new()
        {
            Kind = CacheKind.Component,
            Tags = [A],
            Position = new(new Guid(7, 0, 0, [0, 0, 0, 0, 0, 0, 0, 7]), number),
            CreatedAt = new(2020, 1, 2, 3, 4, 5, TimeSpan.Zero),
            Lifetime = Lifetime.Of(60),
        },
        [new byte[] { (byte)number, 2, 3 }]);

    private static async Task RequireFailsAsync(Func<Task> call, string otherwise)
    {
        try
        {
            await call();
        }
        catch (PerennialException)
        {
            return;
        }

        throw new ConformanceException(otherwise);
    }

    private static Task EventuallyAsync(Func<bool> condition, string otherwise, CancellationToken token) =>
        EventuallyAsync(() => Task.FromResult(condition()), otherwise, token);

    private static async Task EventuallyAsync(Func<Task<bool>> condition, string otherwise, CancellationToken token)
    {
        // Twice a time-to-live of half a minute: nothing that a storage promises takes longer.
        for (var since = TimeProvider.System.GetTimestamp(); !await condition();)
        {
            Require(TimeProvider.System.GetElapsedTime(since) < TimeSpan.FromMinutes(1), otherwise);
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, token);
        }
    }
}
