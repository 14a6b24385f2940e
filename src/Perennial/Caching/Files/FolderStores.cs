using Microsoft.Extensions.Logging;

namespace Perennial.Caching.Files;

/// <summary>Puts the stores in files together: what this process makes, over what the build made.</summary>
internal sealed class FolderStores(
    CacheOptions options, ImageQuota images, TimeProvider time, ILoggerFactory loggers) : IAsyncDisposable
{
    private readonly List<(Shelf Shelf, FileStore Store)> _files = [];
    private SupersededPages? _superseded;

    /// <summary>The guard in front of the stores, once they are open.</summary>
    public GuardedStore? Guard { get; private set; }

    /// <summary>Built pages that were replaced since, and are served no more.</summary>
    public int Superseded => _superseded?.Count ?? 0;

    /// <summary>The shelves of the folder that are in use.</summary>
    public IReadOnlyList<(Shelf Shelf, FileStore Store)> Files => _files;

    /// <param name="folder">The runtime folder; null when there is none that can be written.</param>
    /// <param name="built">The pages of the build; null when nothing was built.</param>
    /// <param name="own">A store of the app's own, in place of files; null for files.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    public async Task<ICacheStore> OpenAsync(
        CacheFolder? folder, BuiltPages? built, ICacheStore? own, CancellationToken cancellationToken)
    {
        var logger = loggers.CreateLogger<FileStore>();
        var guardLogger = loggers.CreateLogger<GuardedStore>();
        BuiltStore? builtStore = null;
        if (built is not null)
        {
            builtStore = new(built.Folder, time, built.IsOfOtherCode);
            await builtStore.WarmAsync(cancellationToken);
            _superseded = folder is null
                ? SupersededPages.InMemory()
                : await SupersededPages.OpenAsync(folder, built.Run, logger, cancellationToken);
        }

        // Last, because it begins to work on the folder at once, and nothing may fail after that.
        var runtime = own ?? OnShelf(folder, Shelf.Pages(options), logger);
        var pages = builtStore is null ? runtime : new LayeredStore(runtime, builtStore, _superseded!);
        var pictures = images.UsesHandler && own is not null ? own : OnShelf(folder, Shelf.Images(images), logger);
        return Guard = new GuardedStore(new ImagesApart(pages, pictures), options, time, guardLogger);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, files) in _files)
        {
            await files.DisposeAsync();
        }

        _superseded?.Dispose();
    }

    private ICacheStore OnShelf(CacheFolder? folder, Shelf shelf, ILogger logger)
    {
        if (folder is null || shelf.IsOff)
        {
            return new EmptyStore();
        }

        var files = new FileStore(folder, shelf, time, logger);
        _files.Add((shelf, files));
        return files;
    }
}
