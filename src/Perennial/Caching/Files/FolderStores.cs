using Microsoft.Extensions.Logging;

namespace Perennial.Caching.Files;

/// <summary>Puts the stores in files together: what this process makes, over what the build made.</summary>
internal sealed class FolderStores(
    CacheOptions options, ImageQuota images, TimeProvider time, ILoggerFactory loggers) : IAsyncDisposable
{
    private readonly Lock _attaching = new();
    private readonly List<(Shelf Shelf, LateStore Store)> _shelves = [];
    private volatile IReadOnlyList<(Shelf Shelf, FileStore Store)> _files = [];
    private SupersededPages? _superseded;
    private bool _isDisposed;

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
        _shelves.Clear();
        var guardLogger = loggers.CreateLogger<GuardedStore>();
        BuiltStore? builtStore = null;
        if (built is not null)
        {
            builtStore = new(built.Folder, time, built.IsOfOtherCode);
            await builtStore.WarmAsync(cancellationToken);
            _superseded = SupersededPages.InMemory(built.Run);
        }

        var runtime = own ?? OnShelf(Shelf.Pages(options));
        var pages = builtStore is null ? runtime : new LayeredStore(runtime, builtStore, _superseded!);
        var pictures = images.UsesHandler && own is not null ? own : OnShelf(Shelf.Images(images));
        if (folder is not null)
        {
            await AttachAsync(folder, cancellationToken);
        }

        return Guard = new GuardedStore(new ImagesApart(pages, pictures), options, time, guardLogger);
    }

    /// <summary>A folder that can be used only now: from here on entries are kept there.</summary>
    /// <exception cref="IOException">It cannot be used after all; nothing has changed.</exception>
    public async Task AttachAsync(CacheFolder folder, CancellationToken cancellationToken)
    {
        var logger = loggers.CreateLogger<FileStore>();
        if (_superseded is not null)
        {
            await _superseded.AttachAsync(folder, logger, cancellationToken);
        }

        // Last, because it begins to work on the folder at once, and nothing may fail after that.
        lock (_attaching)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _files = [.. _shelves.Select(shelf => (shelf.Shelf, new FileStore(folder, shelf.Shelf, time, logger)))];
            foreach (var ((_, late), (_, files)) in _shelves.Zip(_files))
            {
                late.Open(files);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (_attaching)
        {
            _isDisposed = true;
        }

        foreach (var (_, files) in _files)
        {
            await files.DisposeAsync();
        }

        _superseded?.Dispose();
    }

    private ICacheStore OnShelf(Shelf shelf)
    {
        if (shelf.IsOff)
        {
            return new EmptyStore();
        }

        var store = new LateStore();
        _shelves.Add((shelf, store));
        return store;
    }
}
