using Microsoft.Extensions.Logging;

namespace Perennial.Caching.Files;

/// <summary>Puts the stores in files together: what this process makes, over what the build made.</summary>
internal sealed class FolderStores(CacheOptions options, TimeProvider time, ILoggerFactory loggers)
{
    /// <param name="folder">The runtime folder; null when there is none that can be written.</param>
    /// <param name="built">The build's id and the folder of its entries; null when nothing was built.</param>
    /// <param name="own">A store of the app's own, in place of files; null for files.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    public async Task<ICacheStore> OpenAsync(
        CacheFolder? folder, (string Id, string Entries)? built, ICacheStore? own, CancellationToken cancellationToken)
    {
        var logger = loggers.CreateLogger<FileStore>();
        var runtime = own
            ?? (folder is null || options.DiskLimit == 0 ? new EmptyStore() : new FileStore(folder, options, time, logger));
        if (built is not var (id, entries))
        {
            return runtime;
        }

        var superseded = folder is null
            ? SupersededPages.InMemory()
            : await SupersededPages.OpenAsync(folder, id, logger, cancellationToken);
        return new LayeredStore(runtime, new BuiltStore(entries, time), superseded);
    }
}
