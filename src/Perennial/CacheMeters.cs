using System.Diagnostics.Metrics;
using Perennial.Caching;
using Perennial.Caching.Files;
using Perennial.Caching.Guard;
using Perennial.Images;
using Perennial.Telemetry;

namespace Perennial;

/// <summary>Lets the meter ask for the numbers of Caching, which knows of no meter. Nothing is counted twice, and nothing while nobody asks.</summary>
internal sealed class CacheMeters(
    PerennialMeter perennial, EntryCache pages, ImageCache images, FolderStores stores, CacheStorage storage, TimeProvider time)
{
    private static readonly KeyValuePair<string, object?> Pages = new(Tags.Shelf, "pages");
    private static readonly KeyValuePair<string, object?> Images = new(Tags.Shelf, "images");
    private static readonly KeyValuePair<string, object?> Visit = new(Tags.RenderLane, "visit");
    private static readonly KeyValuePair<string, object?> Refresh = new(Tags.RenderLane, "refresh");
    private static readonly KeyValuePair<string, object?> Read = new(Tags.StoreOperation, "read");
    private static readonly KeyValuePair<string, object?> Write = new(Tags.StoreOperation, "write");
    private static readonly KeyValuePair<string, object?> Near = new(Tags.StoreName, "near");
    private static readonly KeyValuePair<string, object?> Far = new(Tags.StoreName, "far");

    public void Connect()
    {
        ConnectRenders(perennial.Meter);
        ConnectCache(perennial.Meter);
        if (stores.Guard is { } guard)
        {
            ConnectStores(perennial.Meter, storage.Far is { } far ? [(Near, guard), (Far, far)] : [(Near, guard)]);
        }

        ConnectLease(perennial.Meter);
    }

    private void ConnectRenders(Meter meter)
    {
        meter.CreateObservableUpDownCounter(
            "perennial.render.active", () => Lanes(static lane => lane.Running), "{render}", "Renders that run now.");
        meter.CreateObservableUpDownCounter(
            "perennial.render.queued", () => Lanes(static lane => lane.Queued), "{render}", "Renders that wait for a place.");
    }

    private void ConnectCache(Meter meter)
    {
        meter.CreateObservableUpDownCounter(
            "perennial.cache.memory.size", () => Shelves(static numbers => numbers.MemoryBytes), "By", "What entries take in memory.");
        meter.CreateObservableUpDownCounter(
            "perennial.cache.memory.entries", () => Shelves(static numbers => numbers.MemoryEntries), "{entry}", "Entries in memory.");
        meter.CreateObservableUpDownCounter(
            "perennial.cache.disk.size", () => Disk(static files => files.Bytes), "By", "What entries take on the disk.");
        meter.CreateObservableUpDownCounter(
            "perennial.cache.disk.entries", () => Disk(static files => files.Count), "{entry}", "Entries on the disk.");
        meter.CreateObservableGauge(
            "perennial.ledger.number", () => pages.Ledger.Position.Number, "{invalidation}", "The number of the last invalidation that this process knows of.");
        meter.CreateObservableGauge(
            "perennial.ledger.trusted",
            () => pages.Ledger.Status.TrustedUntil is { } until && time.GetTimestamp() >= until ? 0 : 1,
            "1",
            "1 while this process knows every invalidation, 0 while it may have missed one and shows what it kept as stale.");
    }

    private void ConnectLease(Meter meter) => meter.CreateObservableCounter(
        "perennial.lease.requests",
        () => storage.Lease is not { } lease ? [] : new Measurement<long>[]
        {
            new(lease.Taken, new KeyValuePair<string, object?>(Tags.LeaseOutcome, "taken")),
            new(lease.Elsewhere, new KeyValuePair<string, object?>(Tags.LeaseOutcome, "elsewhere")),
            new(lease.Failed, new KeyValuePair<string, object?>(Tags.LeaseOutcome, "failed")),
        },
        "{request}",
        "How often this server asked whether it is the one to render.");

    private void ConnectStores(Meter meter, (KeyValuePair<string, object?> Name, GuardedStore Guard)[] guards)
    {
        meter.CreateObservableCounter(
            "perennial.store.operations",
            () => Both(static guard => guard.Counters.Reads, static guard => guard.Counters.Writes),
            "{operation}",
            "Operations that the store was asked for.");
        meter.CreateObservableCounter(
            "perennial.store.failures",
            () => Both(static guard => guard.Counters.ReadFaults, static guard => guard.Counters.WriteFaults),
            "{operation}",
            "Operations that failed or took too long.");
        meter.CreateObservableCounter(
            "perennial.store.skipped",
            () => Both(static guard => guard.Counters.ReadsSkipped, static guard => guard.Counters.WritesSkipped),
            "{operation}",
            "Operations that the store was not asked for, because it had failed too often or was too busy.");
        meter.CreateObservableCounter(
            "perennial.store.unconfirmed",
            () => guards.Select(static each => new Measurement<long>(each.Guard.Counters.ReadsUnconfirmed, each.Name)),
            "{operation}",
            "Reads that were not made or not believed, because the store may hold an older entry.");
        meter.CreateObservableCounter(
            "perennial.store.damaged",
            () => stores.Built?.Faults ?? 0,
            "{operation}",
            "Reads of built entries that are not what the build wrote.");
        meter.CreateObservableGauge(
            "perennial.store.paused",
            () => Both(static guard => guard.PausesReads ? 1 : 0, static guard => guard.PausesWrites ? 1 : 0),
            "1",
            "1 while the store is asked only now and then because it failed too often, else 0.");
        meter.CreateObservableUpDownCounter(
            "perennial.store.queued", () => Shelves(static numbers => numbers.QueuedWrites), "{entry}", "Entries on their way to the store.");

        IEnumerable<Measurement<long>> Both(Func<GuardedStore, long> reads, Func<GuardedStore, long> writes) => guards.SelectMany(
            each => new Measurement<long>[] { new(reads(each.Guard), each.Name, Read), new(writes(each.Guard), each.Name, Write) });
    }

    private Measurement<long>[] Shelves(Func<CacheStatistics, long> number) =>
        [new(number(pages.Numbers), Pages), new(number(images.Numbers), Images)];

    private Measurement<int>[] Lanes(Func<LaneStatistics, int> number)
    {
        var (page, image) = (pages.Numbers, images.Numbers);
        return
        [
            new(number(page.Visits), Pages, Visit), new(number(page.Refreshes), Pages, Refresh),
            new(number(image.Visits), Images, Visit), new(number(image.Refreshes), Images, Refresh),
        ];
    }

    private IEnumerable<Measurement<long>> Disk(Func<FileStore, long> number) =>
        stores.Files.Select(files => new Measurement<long>(number(files.Store), files.Shelf.Name is Shelf.PagesName ? Pages : Images));
}
