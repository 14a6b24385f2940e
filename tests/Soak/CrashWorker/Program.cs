using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Perennial.Caching;
using Perennial.Caching.Files;
using Perennial.Soak.CrashWorker;

// Writes entries and invalidations until it is killed, and says on its output what was acknowledged:
//   S key version     an entry was kept          R key version     an entry was removed
//   T key number      a tag was invalidated      ready             the folder is open
//   V key version     a visitor was shown it     A key version     what is older was expired
// Arguments: cache folder, folder of the build, first version, and the number of keys, "steps" or "visits".
var (path, built, version) = (args[0], args[1], long.Parse(args[2], null));
await using var output = Console.OpenStandardOutput();
if (args[3] is "steps")
{
    return await Steps.RunAsync(path, built, version, Say);
}

if (args[3] is "visits")
{
    return await Visits.RunAsync(path, built, version, Say);
}

var keys = int.Parse(args[3], null);
var folder = await CacheFolder.OpenAsync(path, CancellationToken.None);
if (!folder.IsOpen)
{
    await Console.Error.WriteLineAsync(folder.Reason);
    return 2;
}

var ledger = await FileTagLedger.OpenAsync(folder.Folder, tagLimit: 1000, NullLogger.Instance, CancellationToken.None);
var superseded = await SupersededPages.OpenAsync(folder.Folder, "build", NullLogger.Instance, CancellationToken.None);
var files = new FileStore(folder.Folder, Shelf.Pages(new CacheOptions()), TimeProvider.System, NullLogger.Instance);
var store = new LayeredStore(files, new BuiltStore(built, TimeProvider.System), superseded);
Say("ready");

await Task.WhenAll(Enumerable.Range(0, keys).SelectMany(key => (Task[])[Task.Run(() => WriteEntries(key)), Task.Run(() => Invalidate(key))]));
return 0;

async Task WriteEntries(int key)
{
    for (var next = version + 1; ; next++)
    {
        if (VersionedPage.IsRemoval(next))
        {
            await store.RemoveAsync(VersionedPage.Key(key), CacheKind.Component, PutCondition.Always, CancellationToken.None);
            Say($"R {key} {next}");
        }
        else
        {
            await store.PutAsync(VersionedPage.Key(key), VersionedPage.Make(key, next), PutCondition.Always, CancellationToken.None);
            Say($"S {key} {next}");
        }
    }
}

async Task Invalidate(int key)
{
    while (true)
    {
        await ledger.StampAsync([VersionedPage.Tag(key)], InvalidationKind.Expire, CancellationToken.None);
        Say($"T {key} {ledger[VersionedPage.Tag(key)].ExpiredFrom}");
    }
}

void Say(string line)
{
    // One write per line, so that a kill cannot cut one in two: a pipe takes so few bytes whole.
    output.Write(Encoding.ASCII.GetBytes(line + "\n"));
}
