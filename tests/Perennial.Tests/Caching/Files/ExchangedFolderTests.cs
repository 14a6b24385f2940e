using Perennial.Caching;
using Perennial.Caching.Files;
using Perennial.Caching.Ledger;

namespace Perennial.Tests.Caching.Files;

/// <summary>
/// The folder of a process that runs is deleted and made again, or its lock is deleted and another process comes in: what
/// the process then acknowledges is in the folder that stands there, and nobody's invalidation is overwritten.
/// </summary>
public sealed class ExchangedFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.At("cache");

    public static TheoryData<string, InvalidationKind> Rows
    {
        get
        {
            var rows = new TheoryData<string, InvalidationKind>();
            foreach (var exchange in new[] { "the whole folder", "the folder by that of a build", "the lock", "the ledger by one of the same length" })
            {
                rows.Add(exchange, InvalidationKind.Expire);
                rows.Add(exchange, InvalidationKind.Revalidate);
            }

            return rows;
        }
    }

    [Theory, MemberData(nameof(Rows))]
    [Trait("Proves", "H-1")]
    public async Task What_is_acknowledged_after_an_exchange_is_in_force_after_a_kill(string exchange, InvalidationKind kind)
    {
        var first = await OpenLedger.At(Path);
        var before = first.Ledger.Position;
        var built = await ExchangeAsync(exchange);
        await first.Ledger.StampAsync(["t"], kind, default);

        // A kill: the system lets go of the lock, and nothing is written any more.
        first.Folder.Dispose();
        await using var next = await OpenLedger.At(Path);
        foreach (var made in new[] { before, built ?? before })
        {
            AssertInvalidated(next.Ledger, made, "t", kind);
        }
    }

    [Theory, MemberData(nameof(Rows))]
    [Trait("Proves", "H-1")]
    public async Task Two_processes_that_both_believe_to_hold_it_lose_nothing_of_each_other(string exchange, InvalidationKind kind)
    {
        var first = await OpenLedger.At(Path);
        var before = first.Ledger.Position;
        var built = await ExchangeAsync(exchange is "the ledger by one of the same length" ? "the lock" : exchange);
        var second = await OpenLedger.At(Path);

        await second.Ledger.StampAsync(["b"], kind, default);
        var one = await first.Ledger.StampAsync(["a"], kind, default);
        var other = await second.Ledger.StampAsync(["c"], kind, default);

        Assert.NotEqual(one.Epoch, other.Epoch);
        first.Folder.Dispose();
        second.Folder.Dispose();
        await using var next = await OpenLedger.At(Path);
        foreach (var tag in new[] { "a", "b", "c" })
        {
            AssertInvalidated(next.Ledger, before, tag, kind);
            AssertInvalidated(next.Ledger, built ?? before, tag, kind);
            AssertInvalidated(next.Ledger, other with { Number = 0 }, tag, kind);
        }
    }

    [Fact]
    public async Task A_process_whose_lock_was_deleted_holds_the_folder_again_with_its_next_invalidation()
    {
        await using var first = await OpenLedger.At(Path);
        File.Delete(CacheFolder.LockIn(Path));
        Assert.False(first.Folder.IsHeld);

        await first.Ledger.StampAsync(["t"], InvalidationKind.Expire, default);

        Assert.True(first.Folder.IsHeld);
        Assert.False((await CacheFolder.OpenAsync(Path, default)).IsOpen);
    }

    [Theory, Trait("Proves", "H-1")]
    [InlineData("owner.tmp", InvalidationKind.Expire)]
    [InlineData("ledger/tags.log.tmp", InvalidationKind.Expire)]
    [InlineData("ledger/tags.log.tmp", InvalidationKind.Revalidate)]
    [InlineData("ledger.last.tmp", InvalidationKind.Expire)]
    public async Task A_number_that_no_disk_has_is_not_of_an_epoch_that_the_next_process_goes_on_with(string obstacle, InvalidationKind kind)
    {
        var (first, before) = await BesideOneThatEndedAsync(kind);

        // Nothing can be written under this name.
        Directory.CreateDirectory(At(obstacle));
        await Assert.ThrowsAsync<PerennialException>(async () => await first.Ledger.StampAsync(["refused"], kind, default));
        var kept = first.Ledger.Position;
        first.Folder.Dispose();
        Directory.Delete(At(obstacle));

        await using var next = await OpenLedger.At(Path);
        for (var i = 0; i < 3; i++)
        {
            await next.Ledger.StampAsync(["t"], kind, default);
            AssertInvalidated(next.Ledger, kept, "t", kind);
        }

        AssertInvalidated(next.Ledger, before, "second", kind);
    }

    [Theory, Trait("Proves", "H-1")]
    [InlineData("ledger/tags.log.tmp")]
    [InlineData("ledger.last.tmp")]
    public async Task What_was_refused_while_the_folder_could_not_be_taken_again_is_acknowledged_when_it_can(string obstacle)
    {
        var (first, before) = await BesideOneThatEndedAsync(InvalidationKind.Expire);
        Directory.CreateDirectory(At(obstacle));
        for (var i = 0; i < 3; i++)
        {
            await Assert.ThrowsAsync<PerennialException>(async () => await first.Ledger.StampAsync(["t"], InvalidationKind.Expire, default));
        }

        Directory.Delete(At(obstacle));
        await first.Ledger.StampAsync(["t"], InvalidationKind.Expire, default);

        AssertInvalidated(first.Ledger, before, "second", InvalidationKind.Expire);
        first.Folder.Dispose();
        await using var next = await OpenLedger.At(Path);
        AssertInvalidated(next.Ledger, before, "second", InvalidationKind.Expire);
        AssertInvalidated(next.Ledger, before, "t", InvalidationKind.Expire);
    }

    [Fact, Trait("Proves", "H-1")]
    public async Task What_the_other_acknowledged_is_not_written_over_while_it_cannot_be_read()
    {
        var (first, before) = await BesideOneThatEndedAsync(InvalidationKind.Expire);
        var ledger = CacheFolder.LedgerIn(Path);
        File.Move(ledger, ledger + ".other");
        File.CreateSymbolicLink(ledger, ledger);

        await Assert.ThrowsAsync<PerennialException>(async () => await first.Ledger.StampAsync(["t"], InvalidationKind.Expire, default));

        File.Delete(ledger);
        File.Move(ledger + ".other", ledger);
        await first.Ledger.StampAsync(["t"], InvalidationKind.Expire, default);
        first.Folder.Dispose();
        await using var next = await OpenLedger.At(Path);
        AssertInvalidated(next.Ledger, before, "second", InvalidationKind.Expire);
    }

    [Theory, Trait("Proves", "H-1")]
    [InlineData(false, InvalidationKind.Expire)]
    [InlineData(false, InvalidationKind.Revalidate)]
    [InlineData(true, InvalidationKind.Expire)]
    public async Task A_folder_that_is_put_back_does_not_show_as_fresh_what_was_acknowledged_beside_it(bool isTakenByOther, InvalidationKind kind)
    {
        var first = await OpenLedger.At(Path);
        var before = await first.Ledger.StampAsync(["other"], InvalidationKind.Revalidate, default);
        Directory.Move(Path, Path + ".away");
        var second = isTakenByOther ? await OpenLedger.At(Path) : null;

        await first.Ledger.StampAsync(["t"], kind, default);

        Directory.Move(Path, Path + ".made");
        Directory.Move(Path + ".away", Path);
        first.Folder.Dispose();
        second?.Folder.Dispose();
        await using var next = await OpenLedger.At(Path);
        Assert.Equal(EpochReason.AnotherWitness, next.Ledger.Began);
        AssertInvalidated(next.Ledger, before, "t", InvalidationKind.Revalidate);
        AssertInvalidated(next.Ledger, before, "other", InvalidationKind.Revalidate);
    }

    [Fact, Trait("Proves", "H-1")]
    public async Task A_folder_that_is_put_back_and_taken_again_by_the_same_process_is_believed_by_the_next()
    {
        var first = await OpenLedger.At(Path);
        Directory.Move(Path, Path + ".away");
        await first.Ledger.StampAsync(["t"], InvalidationKind.Expire, default);
        Directory.Move(Path, Path + ".made");
        Directory.Move(Path + ".away", Path);
        var last = await first.Ledger.StampAsync(["u"], InvalidationKind.Expire, default);

        first.Folder.Dispose();
        await using var next = await OpenLedger.At(Path);
        Assert.Equal((EpochReason.None, last), (next.Ledger.Began, next.Ledger.Position));
        Assert.True(next.Ledger["t"].ExpiredFrom > 0);
    }

    [Fact]
    public async Task A_process_that_shares_the_folder_since_its_lock_was_deleted_leaves_the_others_witness_alone()
    {
        var first = await OpenLedger.At(Path);
        File.Delete(CacheFolder.LockIn(Path));
        var second = await OpenLedger.At(Path);
        var last = await second.Ledger.StampAsync(["b"], InvalidationKind.Expire, default);
        await first.Ledger.StampAsync(["a"], InvalidationKind.Revalidate, default);

        Assert.Equal(last, LedgerWitness.Read(CacheFolder.WitnessIn(Path))!.Position);
        first.Folder.Dispose();
        second.Folder.Dispose();
    }

    public void Dispose() => _folder.Dispose();

    private string At(string name) => System.IO.Path.Join(Path, name);

    /// <summary>The lock was deleted, and another process went on with the ledger and ended; the first one has not noticed yet.</summary>
    private async Task<(OpenLedger First, LedgerPosition Before)> BesideOneThatEndedAsync(InvalidationKind kind)
    {
        var first = await OpenLedger.At(Path);
        var before = await first.Ledger.StampAsync(["first"], InvalidationKind.Revalidate, default);
        File.Delete(CacheFolder.LockIn(Path));
        var second = await OpenLedger.At(Path);
        Assert.Equal(before, second.Ledger.Position);
        await second.Ledger.StampAsync(["second"], kind, default);
        second.Folder.Dispose();
        return (first, before);
    }

    private static void AssertInvalidated(ITagLedger ledger, LedgerPosition made, string tag, InvalidationKind kind)
    {
        var state = Freshness.ByLedger(Entries.Entry(position: made, tags: tag).Facts, ledger).State;
        Assert.True(kind is InvalidationKind.Expire ? state is FreshnessState.Expired : state is not FreshnessState.Fresh, $"{tag}: {state}");
    }

    /// <returns>Where the ledger stands that a build made, if one did.</returns>
    private async Task<LedgerPosition?> ExchangeAsync(string exchange)
    {
        switch (exchange)
        {
            case "the whole folder":
                Directory.Delete(Path, recursive: true);
                break;
            case "the folder by that of a build":
                Directory.Delete(Path, recursive: true);
                await using (var build = await OpenLedger.At(Path))
                {
                    return build.Ledger.Position;
                }

            case "the lock":
                File.Delete(CacheFolder.LockIn(Path));
                break;
            default:
                var ledger = CacheFolder.LedgerIn(Path);
                var bytes = await File.ReadAllBytesAsync(ledger);
                File.Delete(ledger);
                await File.WriteAllBytesAsync(ledger, bytes);
                break;
        }

        return null;
    }
}
