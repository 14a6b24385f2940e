using Microsoft.Extensions.Logging;
using Perennial.Caching.Files;

namespace Perennial.Caching;

/// <summary>
/// Opens ledger and store before the server listens, and closes them after it has stopped. A folder that cannot be written
/// costs durability, never the site: then everything is kept in memory, and one line says so.
/// </summary>
internal sealed class CacheStorage(CacheOptions options, ILoggerFactory loggers) : IAsyncDisposable
{
    private readonly ILogger _logger = loggers.CreateLogger<CacheStorage>();
    private CacheFolder? _folder;
    private FileTagLedger? _fileLedger;
    private ITagLedger? _ledger;
    private ICacheStore? _store;

    public ITagLedger Ledger => _ledger ?? throw NotOpen();

    public ICacheStore Store => _store ?? throw NotOpen();

    /// <param name="makeStore">Makes the store for an open folder, or for none.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    public async Task OpenAsync(Func<CacheFolder?, Task<ICacheStore>> makeStore, CancellationToken cancellationToken)
    {
        if (_store is not null)
        {
            return;
        }

        var result = await CacheFolder.OpenAsync(options.Directory, cancellationToken);
        if (result.IsOpen)
        {
            _folder = result.Folder;
            _ledger = _fileLedger = await FileTagLedger.OpenAsync(_folder, options.LedgerTagLimit, _logger, cancellationToken);
        }
        else
        {
            Log.MemoryOnly(_logger, result.Reason);
            _ledger = new MemoryTagLedger(options.LedgerTagLimit);
        }

        _store = await makeStore(_folder);
    }

    /// <summary>For a process that serves nobody: a build neither reads what is kept nor disturbs who holds the folder.</summary>
    public void OpenInMemory() => (_ledger, _store) = (new MemoryTagLedger(options.LedgerTagLimit), new EmptyStore());

    public async ValueTask DisposeAsync()
    {
        if (_fileLedger is not null)
        {
            await _fileLedger.DisposeAsync();
        }

        _folder?.Dispose();
    }

    private static InvalidOperationException NotOpen() => new("The cache opens when the host starts; it is not open yet.");
}
