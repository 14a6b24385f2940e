using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Perennial.Caching;
using Perennial.Caching.Files;

namespace Perennial.Tests.Caching.Files;

/// <summary>A store in a folder, both closed together.</summary>
internal sealed record OpenStore(CacheFolder Folder, FileStore Store) : IAsyncDisposable
{
    public static async Task<OpenStore> At(
        string path, long bytes = 1L << 30, int files = 100_000, TimeProvider? time = null, ILogger? logger = null)
    {
        var folder = await CacheFolder.OpenAsync(path, CancellationToken.None);
        Assert.True(folder.IsOpen, folder.Reason);
        var options = new CacheOptions { DiskLimit = bytes, DiskFileLimit = files };
        return new(folder.Folder, new FileStore(folder.Folder, Shelf.Pages(options), time ?? TimeProvider.System, logger ?? NullLogger.Instance));
    }

    public string PathOf(EntryKey key) => EntryName.Of(key).PathIn(Folder.Entries);

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Folder.Dispose();
    }
}
