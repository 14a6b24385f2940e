using System.Diagnostics;
using Perennial.Caching;
using Perennial.Tests.Caching;
using Perennial.Tests.Caching.Files;

namespace Perennial.Soak;

/// <summary>A million files at start.</summary>
public sealed class StartSoak(ITestOutputHelper output)
{
    private const int Files = 1_000_000;

    [Fact, Trait("Proves", "F-19")]
    public async Task A_million_files_do_not_hold_up_the_start_and_take_bounded_memory()
    {
        using var folder = new TemporaryFolder();
        await using (var open = await OpenStore.At(folder.Path))
        {
            await open.Store.SetAsync(Some.Key("real"), Some.Entry(7), default);
        }

        Parallel.For(0, 256, shard => Fill(folder.At("entries", $"{shard:x2}"), shard));

        var watch = Stopwatch.StartNew();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await using (var open = await OpenStore.At(folder.Path, files: 2 * Files, bytes: 1L << 40))
        {
            Assert.Equal(7, (await Get(open))!.Facts.Position.Number);
            var ready = watch.Elapsed;
            await open.Store.Indexed;
            var (indexed, memory) = (watch.Elapsed, GC.GetTotalMemory(forceFullCollection: true) - before);
            output.WriteLine(
                $"{open.Store.Count} files: first entry after {ready.TotalMilliseconds:0} ms, indexed after {indexed.TotalSeconds:0.0} s, "
                + $"{memory / open.Store.Count} bytes of memory a file");
            Assert.True(ready < TimeSpan.FromSeconds(2), $"The first entry came after {ready}.");
            Assert.Equal(Files + 1, open.Store.Count);
            Assert.InRange(memory / open.Store.Count, 1, 200);
        }

        watch.Restart();
        await using var limited = await OpenStore.At(folder.Path, files: 50_000);
        Assert.Equal(7, (await Get(limited))!.Facts.Position.Number);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2));
        await limited.Store.Indexed;
        output.WriteLine($"down to {limited.Store.Count} files after {watch.Elapsed.TotalSeconds:0.0} s");
        Assert.Equal(50_000, limited.Store.Count);
        Assert.Equal(
            50_000, Directory.EnumerateFiles(limited.Folder.Entries, "*", SearchOption.AllDirectories).Count());
    }

    private static ValueTask<CacheEntry?> Get(OpenStore open) =>
        open.Store.EntryAsync(Some.Key("real"), CacheKind.Component, TestContext.Current.CancellationToken);

    private static void Fill(string shard, int number)
    {
        Directory.CreateDirectory(shard);
        for (var i = 0; i < Files / 256 + (number < Files % 256 ? 1 : 0); i++)
        {
            File.Create(Path.Join(shard, $"{number:x2}{i:x62}.page")).Dispose();
        }
    }
}
