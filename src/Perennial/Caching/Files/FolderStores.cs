using Microsoft.Extensions.Logging;
using Perennial.Caching.Guard;

namespace Perennial.Caching.Files;

internal sealed class FolderStores(
    CacheOptions options, ImageQuota images, TimeProvider time, ILoggerFactory loggers) : IAsyncDisposable
{
    private readonly Lock _attaching = new();
    private readonly List<(Shelf Shelf, DeferredStore Store)> _shelves = [];
    private volatile IReadOnlyList<(Shelf Shelf, FileStore Store)> _files = [];
    private SupersededPages? _superseded;
    private bool _isDisposed;

    public GuardedStore? Guard { get; private set; }

    public BuiltStore? Built { get; private set; }

    public int Superseded => _superseded?.Count ?? 0;

    public IReadOnlyList<(Shelf Shelf, FileStore Store)> Files => _files;

    public async Task<ICacheStore> OpenAsync(
        CacheFolder? folder, BuiltPages? built, ICacheStore? own, CancellationToken cancellationToken)
    {
        _shelves.Clear();
        var guardLogger = loggers.CreateLogger<GuardedStore>();
        BuiltStore? builtStore = null;
        if (built is not null)
        {
            Built = builtStore = new(built.Folder, time, loggers.CreateLogger<BuiltStore>());
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

        return Guard = new GuardedStore(new ImageRoutingStore(pages, pictures), options, time, guardLogger);
    }

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
            return new NullStore();
        }

        var store = new DeferredStore();
        _shelves.Add((shelf, store));
        return store;
    }
}
