using System.Diagnostics.CodeAnalysis;
using Perennial.Caching;
using static Perennial.Testing.Conformance.ConformanceException;

namespace Perennial.Testing.Conformance;

/// <summary>
/// What every <see cref="ITagLedger"/> promises. Derive, give an empty ledger per case, and run each of
/// <see cref="Cases"/> as a test of its own.
/// </summary>
[Experimental("PERNL001")]
public abstract class TagLedgerConformance
{
    private static readonly CacheTag A = CacheTag.User("a");
    private static readonly CacheTag B = CacheTag.User("b");

    /// <summary>The cases.</summary>
    public IReadOnlyList<ConformanceCase> Cases =>
    [
        new("a new ledger has an epoch, number zero and no stamps", IsNew),
        new("a revalidated tag is stale from its number on and not expired", Revalidates),
        new("a later revalidation does not take an expiry back", KeepsExpiry),
        new("each invalidation has a number of its own, and numbers grow", Grows),
        new("a position that is seen has its stamps", StampsBeforePosition),
        new("the position that is returned contains the invalidation", ReturnsPosition),
        new("an invalidation of several tags is one", SeveralAtOnce),
        new("tags of other name spaces and other spelling are other tags", OtherTags),
        new("tags may hold any characters", AnyCharacters),
        new("no tags are no invalidation", NoTags),
        new("the same request again is the same invalidation", Repeats),
        new("the same request many times at once is one invalidation", RepeatsAtOnce),
        new("what was stamped after a position is read back from there", ReadsBack),
        new("who has caught up stands at the head", CatchesUp),
        new("subscribers are told of a new epoch once it is in force, until they go", TellsOfEpochs),
        new("tags that are no tags are refused, and nothing is applied", NotATag),
        new("a new epoch keeps the stamps, and numbers go on", BeginsEpoch),
        new("an epoch that has ended already is not ended once more", EndsEpochOnce),
        new("a new epoch is still the epoch after a restart", EpochRestarts),
        new("after a restart everything is still there, or it is another epoch", Restarts),
    ];

    /// <summary>A new ledger that shares nothing with the ones before it.</summary>
    protected abstract ValueTask<ITagLedger> CreateAsync(CancellationToken cancellationToken);

    /// <summary>Ends the ledger and opens what it left behind; a ledger that is not durable gives an empty one.</summary>
    protected abstract ValueTask<ITagLedger> ReopenAsync(ITagLedger ledger, CancellationToken cancellationToken);

    private async Task IsNew(CancellationToken token)
    {
        var ledger = await CreateAsync(token);
        Require(ledger.Position.Epoch != Guid.Empty, "A new ledger has an epoch that is not empty.");
        Require(ledger.Position.Number is 0, $"A new ledger stands at 0; this one at {ledger.Position.Number}.");
        Require(ledger[A] == default && ledger.Floor == default, "A new ledger has no stamps and no floor.");
    }

    private async Task Revalidates(CancellationToken token)
    {
        var ledger = await CreateAsync(token);
        var position = await ledger.StampAsync([A], InvalidationKind.Revalidate, token);
        Require(ledger[A] == new TagStamps(position.Number, 0), $"Revalidated at {position.Number}, the tag has {ledger[A]}.");
        Require(ledger[B] == default, $"Another tag was touched: {ledger[B]}.");
    }

    private async Task KeepsExpiry(CancellationToken token)
    {
        var ledger = await CreateAsync(token);
        var first = await ledger.StampAsync([A], InvalidationKind.Expire, token);
        var second = await ledger.StampAsync([A], InvalidationKind.Revalidate, token);
        Require(
            ledger[A] == new TagStamps(second.Number, first.Number),
            $"Expired at {first.Number} and revalidated at {second.Number}, the tag has {ledger[A]}.");
    }

    private async Task Grows(CancellationToken token)
    {
        var ledger = await CreateAsync(token);
        var tags = Enumerable.Range(0, 200).Select(static i => CacheTag.User($"t{i}")).ToList();
        await Task.WhenAll(tags.Select(tag => ledger.StampAsync([tag], InvalidationKind.Expire, token).AsTask()));
        var numbers = tags.Select(tag => ledger[tag].ExpiredFrom).Order().ToList();
        Require(
            numbers[0] > 0 && numbers.Distinct().Count() is 200,
            $"200 invalidations at once take 200 numbers; these were taken: {string.Join(' ', numbers)}.");
        Require(ledger.Position.Number >= numbers[^1], $"{numbers[^1]} was given, and the ledger stands at {ledger.Position.Number}.");
        var next = await ledger.StampAsync([A], InvalidationKind.Expire, token);
        Require(next.Number > numbers[^1] && ledger[A].ExpiredFrom > numbers[^1], $"After {numbers[^1]} came {next.Number}.");
    }

    private async Task StampsBeforePosition(CancellationToken token)
    {
        var ledger = await CreateAsync(token);
        using var done = new CancellationTokenSource();

        // On a thread of its own: it never waits, and what writes needs the pool's.
        var reader = Task.Factory.StartNew(
            () =>
            {
                while (!done.IsCancellationRequested)
                {
                    var number = ledger.Position.Number;
                    var stamp = ledger[A].StaleFrom;
                    Require(stamp >= number, $"The position was {number} and the stamp only {stamp}: stamps come first.");
                }
            },
            token,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        try
        {
            for (var i = 0; i < 300; i++)
            {
                await ledger.StampAsync([A], InvalidationKind.Revalidate, token);
            }
        }
        finally
        {
            await done.CancelAsync();
        }

        await reader;
    }

    private async Task ReturnsPosition(CancellationToken token)
    {
        var ledger = await CreateAsync(token);
        for (var i = 0; i < 20; i++)
        {
            var position = await ledger.StampAsync([A], InvalidationKind.Revalidate, token);
            Require(position.Epoch == ledger.Position.Epoch, "The returned position has the ledger's epoch.");
            Require(position.Number >= ledger[A].StaleFrom, $"{position} does not contain {ledger[A]}.");
            Require(ledger.Position.Number >= position.Number, $"{position} was returned before it was visible.");
        }
    }

    private async Task SeveralAtOnce(CancellationToken token)
    {
        var ledger = await CreateAsync(token);
        await ledger.StampAsync([A, B, A], InvalidationKind.Expire, token);
        Require(ledger[A] == ledger[B] && ledger[A].ExpiredFrom > 0, $"One number for all: {ledger[A]}, {ledger[B]}.");
    }

    private async Task OtherTags(CancellationToken token)
    {
        var ledger = await CreateAsync(token);
        await ledger.StampAsync([CacheTag.Path("/a")], InvalidationKind.Expire, token);
        foreach (var other in (CacheTag[])[CacheTag.Route("/a"), CacheTag.User("/a"), CacheTag.Path("/A"), CacheTag.User("path:/a"), CacheTag.All])
        {
            Require(ledger[other] == default, $"path:/a was expired, and so was {other.Kind} '{other}'.");
        }
    }

    private async Task AnyCharacters(CancellationToken token)
    {
        var ledger = await CreateAsync(token);
        CacheTag[] tags = ["a,b", "a\nb", "a:b", "*", "\0", "\ud800", "\ufffd", "é", "e\u0301", "😀", new string('x', CacheTag.MaxLength)];
        var numbers = new List<long>();
        foreach (var tag in tags)
        {
            await ledger.StampAsync([tag], InvalidationKind.Revalidate, token);
            numbers.Add(ledger[tag].StaleFrom);
        }

        Require(numbers[0] > 0 && numbers.Distinct().Count() == tags.Length, $"Each tag has a number of its own; these were given: {string.Join(' ', numbers)}.");
        ledger = await ReopenAsync(ledger, token);
        for (var i = 0; i < tags.Length && ledger.Position.Number > 0; i++)
        {
            Require(ledger[tags[i]].StaleFrom == numbers[i], $"Tag {i} was stamped with {numbers[i]} and has {ledger[tags[i]]}.");
        }

        Require(ledger[A] == default, "The tag 'a' was touched by a tag that only contains it.");
    }

    private async Task NoTags(CancellationToken token)
    {
        var ledger = await CreateAsync(token);
        var position = await ledger.StampAsync([], InvalidationKind.Expire, token);
        Require(position.Number is 0 && ledger.Position.Number is 0, "An invalidation of nothing takes no number.");
    }

    private async Task Repeats(CancellationToken token)
    {
        var ledger = await CreateAsync(token);
        var request = new StampRequest([A], InvalidationKind.Expire);
        var first = await ledger.StampAsync(request, token);
        var applied = ledger[A];
        await ledger.StampAsync([B], InvalidationKind.Expire, token);
        var other = ledger[B];
        var again = await ledger.StampAsync(request, token);
        Require(ledger[A] == applied, $"Applied as {applied}, and once more: {ledger[A]}.");
        Require(again.Number >= first.Number && ledger[B] == other, $"After {first} it was asked again, and got {again}; the other tag has {ledger[B]}.");
    }

    private async Task RepeatsAtOnce(CancellationToken token)
    {
        var ledger = await CreateAsync(token);
        var request = new StampRequest([A], InvalidationKind.Revalidate);
        var positions = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => ledger.StampAsync(request, token).AsTask(), token)));
        var number = ledger[A].StaleFrom;
        Require(number > 0 && positions.All(position => position.Number >= number), $"It has {number}; its answers were {string.Join(' ', positions.Select(static position => position.Number))}.");
        var read = await StampsAsync(ledger, new(Guid.NewGuid(), 0), token);
        Require(read is [(var only, InvalidationKind.Revalidate, "a")] && only == number, $"One request, asked twenty times at once, is {string.Join("; ", read)}.");
    }

    private async Task ReadsBack(CancellationToken token)
    {
        var ledger = await CreateAsync(token);
        var before = await ledger.StampAsync([A], InvalidationKind.Expire, token);
        await ledger.StampAsync([B], InvalidationKind.Revalidate, token);
        await ledger.StampAsync([A, B], InvalidationKind.Expire, token);
        var (second, third) = (ledger[B].StaleFrom, ledger[B].ExpiredFrom);
        var after = await StampsAsync(ledger, before, token);
        Require(
            after.SequenceEqual([(second, InvalidationKind.Revalidate, "b"), (third, InvalidationKind.Expire, "a b")]),
            $"After {before.Number} came {second} and {third}; read were {string.Join("; ", after)}.");
        var all = await StampsAsync(ledger, new(Guid.NewGuid(), 100), token);
        Require(all.Select(static stamp => stamp.Number).Order().SequenceEqual(all.Select(static stamp => stamp.Number)), "They come by number.");
        Require(all.Count > 0 && all[^1].Number == third, $"A position of another epoch is before everything; read were {string.Join("; ", all)}.");
    }

    private async Task CatchesUp(CancellationToken token)
    {
        var ledger = await CreateAsync(token);
        var position = await ledger.StampAsync([A], InvalidationKind.Expire, token);
        await ledger.CatchUpAsync(position, token);
        Require(ledger.Position.Number >= position.Number, $"{position} was caught up with, and the ledger stands at {ledger.Position}.");

        // A number that nobody ever gave must not be waited for.
        await ledger.CatchUpAsync(position with { Number = position.Number + 1000 }, token);
        Require(ledger.Position.Number == position.Number, $"Nothing happened since {position}, and the ledger stands at {ledger.Position}.");
    }

    private async Task TellsOfEpochs(CancellationToken token)
    {
        var ledger = await CreateAsync(token);
        var told = new System.Collections.Concurrent.ConcurrentQueue<LedgerChange>();
        using (ledger.Subscribe(told.Enqueue))
        {
            var begun = await ledger.BeginEpochAsync(ledger.Position.Epoch, token);
            Require(
                told.Any(change => change.IsNewEpoch && change.Position.Epoch == begun.Epoch),
                $"The epoch {begun.Epoch} began, and told were {string.Join("; ", told)}.");
        }

        var count = told.Count;
        await ledger.BeginEpochAsync(ledger.Position.Epoch, token);
        Require(told.Count == count, "Who has gone is told no more.");
    }

    private static async Task<List<(long Number, InvalidationKind Kind, string Tags)>> StampsAsync(
        ITagLedger ledger, LedgerPosition from, CancellationToken token)
    {
        var stamps = new List<(long, InvalidationKind, string)>();
        await foreach (var stamp in ledger.ReadAsync(from, token))
        {
            stamps.Add((stamp.Number, stamp.Kind, string.Join(' ', stamp.Tags.Select(static tag => tag.Value).Order(StringComparer.Ordinal))));
        }

        return stamps;
    }

    private async Task NotATag(CancellationToken token)
    {
        var ledger = await CreateAsync(token);
        try
        {
            await ledger.StampAsync([A, default], InvalidationKind.Expire, token);
        }
        catch (ArgumentException)
        {
            Require(ledger[A] == default && ledger.Position.Number is 0, "A refused invalidation was applied in part.");
            return;
        }

        Require(false, "default(CacheTag) was taken for a tag.");
    }

    private async Task BeginsEpoch(CancellationToken token)
    {
        var ledger = await CreateAsync(token);
        var before = await ledger.StampAsync([A], InvalidationKind.Expire, token);
        var begun = await ledger.BeginEpochAsync(before.Epoch, token);
        Require(begun.Epoch != before.Epoch && begun.Epoch != Guid.Empty, "The new epoch has another identity.");
        Require(ledger.Position == begun, $"{begun} was returned, and the ledger stands at {ledger.Position}.");
        Require(ledger[A].ExpiredFrom > 0, "What was expired before is expired in the new epoch: nobody may see it as merely stale.");
        var next = await ledger.StampAsync([B], InvalidationKind.Revalidate, token);
        Require(next.Epoch == begun.Epoch && next.Number > before.Number, $"After {before} and {begun} comes {next}.");
    }

    private async Task EndsEpochOnce(CancellationToken token)
    {
        var ledger = await CreateAsync(token);
        var ended = ledger.Position.Epoch;
        var all = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ledger.BeginEpochAsync(ended, token).AsTask()));
        Require(all.All(position => position == ledger.Position), "Who ends the same epoch is told of the same new one.");
        Require(await ledger.BeginEpochAsync(Guid.NewGuid(), token) == all[0], "An epoch that is none cannot be ended.");
    }

    private async Task EpochRestarts(CancellationToken token)
    {
        var ledger = await CreateAsync(token);
        await ledger.StampAsync([A], InvalidationKind.Expire, token);
        var ended = ledger.Position.Epoch;
        var begun = await ledger.BeginEpochAsync(ended, token);
        var isDurable = ledger.Status.IsDurable;
        ledger = await ReopenAsync(ledger, token);
        Require(ledger.Position.Epoch != ended, "The epoch that was ended came back.");
        Require(!isDurable || (ledger.Position == begun && ledger[A].ExpiredFrom > 0), $"{begun} began, and after a restart it is {ledger.Position}.");
    }

    private async Task Restarts(CancellationToken token)
    {
        var ledger = await CreateAsync(token);
        await ledger.StampAsync([A], InvalidationKind.Expire, token);
        await ledger.StampAsync([A, B], InvalidationKind.Revalidate, token);
        var (before, a, b, isDurable) = (ledger.Position, ledger[A], ledger[B], ledger.Status.IsDurable);
        ledger = await ReopenAsync(ledger, token);
        Require(
            !isDurable || ledger.Position == before,
            $"A durable ledger stood at {before} and stands at {ledger.Position} after a restart.");
        Require(
            ledger.Position.Epoch == before.Epoch || ledger.Position.Number is 0,
            "A ledger that forgot its history has another epoch.");
        Require(
            ledger.Position.Epoch != before.Epoch || (ledger[A] == a && ledger[B] == b),
            $"They were {a} and {b}, and after a restart the stamps are {ledger[A]} and {ledger[B]}.");
    }
}
