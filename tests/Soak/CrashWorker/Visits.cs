using Microsoft.Extensions.Logging.Abstractions;
using Perennial.Caching;
using Perennial.Caching.Files;
using Perennial.Caching.Flights;
using Perennial.Caching.Guard;
using Perennial.Caching.Ledger;

namespace Perennial.Soak.CrashWorker;

/// <summary>The whole cache over a real folder: an editor who changes pages, and visitors who say what they are shown.</summary>
internal sealed class Visits(EntryCache cache, FileTagLedger ledger, Action<string> say)
{
    public const int Keys = 4;

    // A read that takes long is a miss, and on a busy disk that is no fault of ours.
    private static readonly CacheOptions Options = new() { ReadTimeout = TimeSpan.FromSeconds(30), WriteTimeout = TimeSpan.FromSeconds(30) };

    public static async Task<int> RunAsync(string path, string built, long version, Action<string> say)
    {
        var folder = await CacheFolder.OpenAsync(path, CancellationToken.None);
        if (!folder.IsOpen)
        {
            await Console.Error.WriteLineAsync(folder.Reason);
            return 2;
        }

        var ledger = await FileTagLedger.OpenAsync(folder.Folder, tagLimit: 1000, NullLogger.Instance, CancellationToken.None);
        var superseded = await SupersededPages.OpenAsync(folder.Folder, "run", NullLogger.Instance, CancellationToken.None);
        var files = new FileStore(folder.Folder, Shelf.Pages(new CacheOptions()), TimeProvider.System, NullLogger.Instance);
        var layers = new LayeredStore(files, new BuiltStore(built, TimeProvider.System), superseded);
        var store = new GuardedStore(layers, Options, TimeProvider.System, NullLogger<GuardedStore>.Instance);
        var cache = new EntryCache(Options, new RenderLimits(16, 512), ledger, new EntryStores(store), TimeProvider.System, NullLogger<EntryCache>.Instance);
        var visits = new Visits(cache, ledger, say);
        say("ready");
        await Task.WhenAll(Enumerable.Range(0, Keys).Select(key => Task.Run(() => visits.LiveAsync(key, version))));
        return 0;
    }

    private async Task LiveAsync(int key, long version)
    {
        var random = new Random(HashCode.Combine(key, version));
        Render render = (startedAt, _, _) => Task.FromResult<RenderOutcome>(new RenderOutcome.Kept(Page(key, Volatile.Read(ref version), startedAt)));
        while (true)
        {
            Interlocked.Increment(ref version);
            var kind = random.Next(4) is 0 ? InvalidationKind.Expire : InvalidationKind.Revalidate;
            await ledger.StampAsync([VersionedPage.Tag(key)], kind, CancellationToken.None);
            if (kind is InvalidationKind.Expire)
            {
                say($"A {key} {version}");
            }

            for (var visits = random.Next(1, 30); visits > 0; visits--)
            {
                say($"V {key} {await VisitAsync(key, render)}");
            }
        }
    }

    private async Task<string> VisitAsync(int key, Render render)
    {
        var name = VersionedPage.Key(key);
        if (await cache.FindAsync(name, CacheKind.Component, CancellationToken.None) is { Slot: { } slot } found
            && slot.Judge(ledger).State is var state and not FreshnessState.Expired)
        {
            if (state is FreshnessState.Stale)
            {
                _ = cache.RefreshBehind(name, CacheKind.Component, cache.GateOf(name, found.Cell), render);
            }

            return VersionOf(slot.Entry);
        }

        var (landing, _) = await cache.FillAsync(name, CacheKind.Component, RenderReason.Miss, render, CancellationToken.None);
        return VersionOf(landing.Slot!.Entry);
    }

    private static CacheEntry Page(int key, long version, LedgerPosition startedAt)
    {
        var page = VersionedPage.Make(key, version);
        return page with { Facts = page.Facts with { Position = startedAt, Lifetime = Lifetime.Forever } };
    }

    private static string VersionOf(CacheEntry entry) => entry.Facts.ETag!.Split('-')[1];
}
