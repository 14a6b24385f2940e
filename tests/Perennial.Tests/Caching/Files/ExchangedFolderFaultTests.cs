using Perennial.Caching;
using Perennial.Caching.Files;
using Perennial.Caching.Ledger;

namespace Perennial.Tests.Caching.Files;

/// <summary>
/// The folder was exchanged, another process has acknowledged something in it and ended, and the first write into it fails
/// when the lock is taken already. Nothing was taken over then: the next write has to begin again.
/// </summary>
public sealed class ExchangedFolderFaultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.At("cache");

    public static TheoryData<string, string, InvalidationKind> Rows
    {
        get
        {
            var rows = new TheoryData<string, string, InvalidationKind>();
            foreach (var fault in new[] { "the ledger is not read", "the ledger is not written", "the witness is not written" })
            {
                rows.Add("the lock", fault, InvalidationKind.Expire);
                rows.Add("the lock", fault, InvalidationKind.Revalidate);
                rows.Add("the folder", fault, InvalidationKind.Expire);
                rows.Add("the folder", fault, InvalidationKind.Revalidate);
            }

            return rows;
        }
    }

    [Theory, MemberData(nameof(Rows))]
    [Trait("Proves", "H-1")]
    public async Task The_next_invalidation_takes_over_what_the_failed_one_did_not(string exchanged, string fault, InvalidationKind kind)
    {
        var first = await OpenLedger.At(Path);
        var before = first.Ledger.Position;
        var (made, other) = await OtherProcessAsync(exchanged, kind);

        using (Plant(fault))
        {
            for (var attempt = 0; attempt < 2; attempt++)
            {
                var refused = await Assert.ThrowsAsync<PerennialException>(async () => await first.Ledger.StampAsync(["a"], kind, default));
                Assert.Equal("PER2110", refused.Code);
                Assert.True(first.Folder.IsHeld);
            }
        }

        var one = await first.Ledger.StampAsync(["a"], kind, default);

        // Under an epoch that is nobody else's, or its numbers would be those that the other process has given.
        Assert.DoesNotContain(one.Epoch, new[] { before.Epoch, made.Epoch });
        Assert.Equal(one, first.Ledger.Position);

        // A kill: the system lets go of the lock, and nothing is written any more.
        first.Folder.Dispose();
        await using var next = await OpenLedger.At(Path);
        Assert.Equal(one, next.Ledger.Position);
        foreach (var tag in new[] { "a", "b" })
        {
            AssertInvalidated(next.Ledger, before, tag, kind);
            AssertInvalidated(next.Ledger, made, tag, kind);
        }

        AssertInvalidated(next.Ledger, other, "a", kind);
    }

    [Fact]
    public async Task A_lock_whose_owner_could_not_be_written_is_let_go_and_the_next_invalidation_takes_it_and_writes_him()
    {
        await using var first = await OpenLedger.At(Path);
        await OtherProcessAsync("the lock", InvalidationKind.Expire);
        var owner = System.IO.Path.Join(Path, "owner");
        await File.WriteAllTextAsync(owner, "1", TestContext.Current.CancellationToken);

        using (new Obstacle(owner + DurableFile.TemporaryExtension))
        {
            await Assert.ThrowsAsync<PerennialException>(async () => await first.Ledger.StampAsync(["a"], InvalidationKind.Expire, default));
            Assert.False(first.Folder.IsHeld);
        }

        await first.Ledger.StampAsync(["a"], InvalidationKind.Expire, default);

        Assert.True(first.Folder.IsHeld);
        Assert.Equal($"{Environment.ProcessId}", await File.ReadAllTextAsync(owner, TestContext.Current.CancellationToken));
    }

    public void Dispose() => _folder.Dispose();

    private static void AssertInvalidated(ITagLedger ledger, LedgerPosition made, string tag, InvalidationKind kind)
    {
        var state = Freshness.ByLedger(Entries.Entry(position: made, tags: tag).Facts, ledger).State;
        Assert.True(kind is InvalidationKind.Expire ? state is FreshnessState.Expired : state is not FreshnessState.Fresh, $"{tag}: {state}");
    }

    /// <returns>Where its ledger stood when it came, and when it had invalidated "b".</returns>
    private async Task<(LedgerPosition Made, LedgerPosition Other)> OtherProcessAsync(string exchanged, InvalidationKind kind)
    {
        if (exchanged is "the folder")
        {
            Directory.Delete(Path, recursive: true);
        }
        else
        {
            File.Delete(CacheFolder.LockIn(Path));
        }

        await using var other = await OpenLedger.At(Path);
        return (other.Ledger.Position, await other.Ledger.StampAsync(["b"], kind, default));
    }

    private IDisposable Plant(string fault) => fault switch
    {
        "the ledger is not read" => new Unreadable(CacheFolder.LedgerIn(Path)),
        "the ledger is not written" => new Obstacle(CacheFolder.LedgerIn(Path) + DurableFile.TemporaryExtension),
        _ => new Obstacle(CacheFolder.WitnessIn(Path) + DurableFile.TemporaryExtension),
    };

    /// <summary>A folder where a temporary file would be: nobody can write that, not even an administrator who runs the tests.</summary>
    private sealed class Obstacle : IDisposable
    {
        private readonly string _path;

        public Obstacle(string path) => Directory.CreateDirectory(_path = path);

        public void Dispose() => Directory.Delete(_path);
    }

    /// <summary>In the place of a file one that is longer than any array, and takes no room on the disk.</summary>
    private sealed class Unreadable : IDisposable
    {
        private readonly string _path;

        public Unreadable(string path)
        {
            File.Move(_path = path, path + ".moved");
            using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write);
            RandomAccess.SetLength(file, 1L << 32);
        }

        public void Dispose() => File.Move(_path + ".moved", _path, overwrite: true);
    }
}
