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

    public void Dispose() => _folder.Dispose();

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
