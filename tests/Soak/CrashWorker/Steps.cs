using Microsoft.Extensions.Logging.Abstractions;
using Perennial.Caching;
using Perennial.Caching.Files;

namespace Perennial.Soak.CrashWorker;

/// <summary>
/// The same few operations in the same order, once; what fails is said and the next one is tried. For runs in which the
/// system calls of this process fail one after the other.
/// </summary>
internal static class Steps
{
    public static async Task<int> RunAsync(string path, string built, long version, Action<string> say)
    {
        // One thread does all the work, so that the Nth system call of a run is the Nth of the next one as well.
        ThreadPool.SetMinThreads(1, 1);
        ThreadPool.SetMaxThreads(1, 1);
        say("begin");
        var folder = await CacheFolder.OpenAsync(path, CancellationToken.None);
        if (!folder.IsOpen)
        {
            say($"F open: {folder.Reason}");
            return 0;
        }

        using var open = folder.Folder;
        try
        {
            await using var ledger = await FileTagLedger.OpenAsync(open, 1000, NullLogger.Instance, CancellationToken.None);
            using var superseded = await SupersededPages.OpenAsync(open, "build", NullLogger.Instance, CancellationToken.None);
            await using var files = new FileStore(open, Shelf.Pages(new CacheOptions()), TimeProvider.System, NullLogger.Instance);
            await files.Indexed;
            await RunAsync(ledger, new(files, new BuiltStore(built, TimeProvider.System), superseded), version, say);
        }
        catch (IOException e)
        {
            say($"F open: {e.Message}");
        }

        return 0;
    }

    private static async Task RunAsync(FileTagLedger ledger, LayeredStore store, long version, Action<string> say)
    {
        for (var key = 0; key < 4; key++)
        {
            await Get(store, key, say);
            await Try($"T {key}", async () => (await ledger.StampAsync([VersionedPage.Tag(key)], InvalidationKind.Expire, default)).Number, say);
            await Try($"S {key}", () => Set(store, key, version + 1), say);
            await Get(store, key, say);
            await Try($"S {key}", () => Set(store, key, version + 2), say);
            if (key is 3)
            {
                await Try($"R {key}", () => Remove(store, key, version + 10), say);
            }

            await Get(store, key, say);
        }
    }

    private static async Task<long> Set(LayeredStore store, int key, long version)
    {
        await store.PutAsync(VersionedPage.Key(key), VersionedPage.Make(key, version), PutCondition.Always, default);
        return version;
    }

    private static async Task<long> Remove(LayeredStore store, int key, long version)
    {
        await store.RemoveAsync(VersionedPage.Key(key), CacheKind.Component, PutCondition.Always, default);
        return version;
    }

    private static async Task Get(LayeredStore store, int key, Action<string> say)
    {
        var entry = (await store.GetAsync(VersionedPage.Key(key), CacheKind.Component, default))?.Entry;
        say(entry is null ? $"N {key} 0" : VersionedPage.IsWhole(key, entry) ? $"G {key} {entry.Facts.Position.Number}" : $"TORN {key} 0");
    }

    private static async Task Try(string what, Func<Task<long>> step, Action<string> say)
    {
        try
        {
            say($"{what} {await step()}");
        }
        catch (Exception e) when (e is IOException or PerennialException { Code: "PER2110" })
        {
            say($"F {what}: {e.Message.ReplaceLineEndings(" ")}");
        }
    }
}
