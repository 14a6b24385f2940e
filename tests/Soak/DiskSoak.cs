using Microsoft.Extensions.Time.Testing;
using Perennial.Caching;
using Perennial.Caching.Files;
using Perennial.Caching.Ledger;
using Perennial.Tests.Caching;
using Perennial.Tests.Caching.Files;

namespace Perennial.Soak;

/// <summary>Disks that are full or may not be written.</summary>
[Trait("Needs", "mount")]
public sealed class DiskSoak
{
    [Theory, Trait("Proves", "F-12")]
    [InlineData(1024, 10_000)]
    [InlineData(100_000, 600)]
    public async Task On_a_full_disk_writing_pauses_room_is_made_and_it_resumes_alone(int kilobytes, int inodes)
    {
        using var mount = Mount.Memory(kilobytes, inodes);
        var time = new FakeTimeProvider();
        var log = new LogLines();
        await using var open = await OpenStore.At(Path.Join(mount.Path, "cache"), time: time, logger: log);
        var (kept, refused) = (0, 0);
        for (var i = 0; i < 2000; i++)
        {
            try
            {
                await open.Store.SetAsync(Some.Key($"{i}"), Some.Entry(i, size: 9000), default);
                kept++;
                Assert.Equal(i, (await Get(open, i))!.Facts.Position.Number);
            }
            catch (IOException)
            {
                refused++;
                time.Advance(TimeSpan.FromSeconds(1));
            }

            // Whatever is still here is whole and its own.
            var some = i - (i % 7);
            Assert.True(await Get(open, some) is not { } entry || entry.Facts.Position.Number == some);
        }

        Assert.True(refused > 3, $"Only {refused} writes were refused: the disk was never full.");
        Assert.True(kept > refused, $"{kept} kept, {refused} refused: room was not made.");
        Assert.Equal(0, open.Store.Faults);
        Assert.InRange(log.Count(1510), 1, refused);
        Assert.Equal(log.Count(1510), log.Count(1511));
        Assert.Empty(Directory.EnumerateFiles(open.Folder.Entries, "*.tmp", SearchOption.AllDirectories));
    }

    [Fact, Trait("Proves", "F-12")]
    public async Task On_a_full_disk_an_invalidation_is_refused_and_later_ones_are_right()
    {
        using var mount = Mount.Memory(kilobytes: 1024, inodes: 1000);
        var path = Path.Join(mount.Path, "cache");
        var acknowledged = new List<(CacheTag Tag, long Number)>();
        var refused = new List<CacheTag>();
        await using (var open = await OpenLedger.At(path))
        {
            var filler = Path.Join(mount.Path, "filler");
            for (var round = 0; round < 5; round++)
            {
                await Stamp(open.Ledger, $"before {round}");
                Fill(filler);
                for (var i = 0; i < 200; i++)
                {
                    await Stamp(open.Ledger, $"full {round} {i} {new string('x', 200)}");
                }

                File.Delete(filler);
                await Stamp(open.Ledger, $"after {round}");
            }

            Assert.All(acknowledged, stamp => Assert.Equal(stamp.Number, open.Ledger[stamp.Tag].ExpiredFrom));
            Assert.All(refused, tag => Assert.Equal(default, open.Ledger[tag]));
        }

        Assert.NotEmpty(refused);
        await using var again = await OpenLedger.At(path);
        Assert.All(acknowledged, stamp => Assert.Equal(stamp.Number, again.Ledger[stamp.Tag].ExpiredFrom));
        Assert.All(refused, tag => Assert.Equal(default, again.Ledger[tag]));

        async Task Stamp(FileTagLedger ledger, string tag)
        {
            try
            {
                acknowledged.Add((tag, (await ledger.StampAsync([tag], InvalidationKind.Expire, default)).Number));
            }
            catch (PerennialException e) when (e.Code is "PER2110")
            {
                refused.Add(tag);
            }
        }
    }

    [Fact, Trait("Proves", "F-13")]
    public async Task A_disk_that_is_read_only_at_start_is_a_reason_and_no_exception()
    {
        using var mount = Mount.Memory(kilobytes: 1024, inodes: 1000);
        await using (await OpenStore.At(Path.Join(mount.Path, "cache")))
        {
        }

        mount.SetReadOnly(true);

        foreach (var path in (string[])["cache", "other"])
        {
            var result = await CacheFolder.OpenAsync(Path.Join(mount.Path, path), default);
            Assert.False(result.IsOpen);
            Assert.Contains("Read-only", result.Reason, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact, Trait("Proves", "F-13")]
    public async Task A_disk_that_becomes_read_only_is_read_on_and_written_again_when_it_may_be()
    {
        using var mount = Mount.Memory(kilobytes: 4096, inodes: 1000);
        var time = new FakeTimeProvider();
        var log = new LogLines();
        await using var open = await OpenStore.At(Path.Join(mount.Path, "cache"), time: time, logger: log);
        await open.Store.SetAsync(Some.Key("0"), Some.Entry(0), default);
        await open.Store.Indexed;

        // A file system with a file open for writing refuses to become read-only: only the lock is, and it is not written.
        await open.Store.DisposeAsync();
        open.Folder.Dispose();
        mount.SetReadOnly(true);

        for (var i = 0; i < 100; i++)
        {
            await Assert.ThrowsAnyAsync<IOException>(async () => await open.Store.SetAsync(Some.Key("0"), Some.Entry(1), default));
            Assert.NotNull(await Get(open, 0));
            time.Advance(TimeSpan.FromSeconds(20));
        }

        Assert.Equal(1, log.Count(1510));
        mount.SetReadOnly(false);
        time.Advance(TimeSpan.FromMinutes(1));
        await open.Store.SetAsync(Some.Key("0"), Some.Entry(2), default);
        Assert.Equal(2, (await Get(open, 0))!.Facts.Position.Number);
        Assert.Equal(1, log.Count(1511));
    }

    [Theory, Trait("Proves", "H-1")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task On_a_full_disk_a_folder_whose_lock_was_deleted_loses_nothing(bool isKilled)
    {
        using var mount = Mount.Memory(kilobytes: 1024, inodes: 1000);
        var path = Path.Join(mount.Path, "cache");
        var first = await OpenLedger.At(path);
        var before = await first.Ledger.StampAsync(["first"], InvalidationKind.Revalidate, default);
        File.Delete(CacheFolder.LockIn(path));
        var second = await OpenLedger.At(path);
        await second.Ledger.StampAsync(["second"], InvalidationKind.Expire, default);
        second.Folder.Dispose();
        await second.Ledger.DisposeAsync();
        var filler = Path.Join(mount.Path, "filler");
        Fill(filler);

        for (var i = 0; i < 5; i++)
        {
            await AssertRefusedAsync(first.Ledger);
        }

        var kept = first.Ledger.Position;
        if (!isKilled)
        {
            File.Delete(filler);
            await first.Ledger.StampAsync(["t"], InvalidationKind.Expire, default);
        }

        first.Folder.Dispose();
        await first.Ledger.DisposeAsync();
        File.Delete(filler);
        await using var next = await OpenLedger.At(path);
        await next.Ledger.StampAsync(["t"], InvalidationKind.Expire, default);
        Assert.Equal(FreshnessState.Expired, Judge(next.Ledger, before, "second"));
        Assert.Equal(FreshnessState.Expired, Judge(next.Ledger, kept, "t"));
    }

    [Fact, Trait("Proves", "H-1")]
    public async Task Where_a_disk_that_may_not_be_written_covers_the_folder_invalidations_are_refused_until_it_is_gone()
    {
        using var mount = Mount.Memory(kilobytes: 1024, inodes: 1000);
        var path = Path.Join(mount.Path, "cache");
        var first = await OpenLedger.At(path);
        var before = await first.Ledger.StampAsync(["first"], InvalidationKind.Revalidate, default);
        using (mount.Cover("ro"))
        {
            await AssertRefusedAsync(first.Ledger);
        }

        await first.Ledger.StampAsync(["t"], InvalidationKind.Expire, default);

        first.Folder.Dispose();
        await first.Ledger.DisposeAsync();
        await using var next = await OpenLedger.At(path);
        Assert.Equal(EpochReason.None, next.Ledger.Began);
        Assert.Equal(FreshnessState.Expired, Judge(next.Ledger, before, "t"));
    }

    [Fact, Trait("Proves", "H-1")]
    public async Task Where_the_disk_of_a_covered_folder_has_failed_nothing_is_acknowledged_elsewhere()
    {
        using var images = new TemporaryFolder();
        using var mount = Mount.Disk(images.At("image"), megabytes: 16, "mkfs.ext4", "-q", "-F");
        var path = Path.Join(mount.Path, "cache");
        var first = await OpenLedger.At(path);
        mount.LosePower();
        using (mount.Cover("rw"))
        {
            await AssertRefusedAsync(first.Ledger);
            Assert.False(Directory.Exists(path));
            first.Folder.Dispose();
            await first.Ledger.DisposeAsync();
        }
    }

    private static FreshnessState Judge(FileTagLedger ledger, LedgerPosition made, string tag) =>
        Freshness.ByLedger(Some.Entry(tags: tag).Facts with { Position = made }, ledger).State;

    private static async Task AssertRefusedAsync(FileTagLedger ledger) => Assert.Equal(
        "PER2110",
        (await Assert.ThrowsAsync<PerennialException>(async () => await ledger.StampAsync(["refused"], InvalidationKind.Expire, default))).Code);

    private static ValueTask<CacheEntry?> Get(OpenStore open, int key) =>
        open.Store.EntryAsync(Some.Key($"{key}"), CacheKind.Component, TestContext.Current.CancellationToken);

    private static void Fill(string path)
    {
        using var file = File.Create(path);
        try
        {
            while (true)
            {
                RandomAccess.Write(file.SafeFileHandle, new byte[1000], RandomAccess.GetLength(file.SafeFileHandle));
            }
        }
        catch (IOException)
        {
            // Full: that is what is wanted.
        }
    }
}
