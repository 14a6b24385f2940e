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
    private ProcessLedger? _ledger;
    private ICacheStore? _store;

    /// <summary>Which code serves; null where nobody asks.</summary>
    public ServedCode? Code { get; set; }

    public bool IsOpen => _store is not null;

    public ProcessLedger Ledger => _ledger ?? throw NotOpen();

    public ICacheStore Store => _store ?? throw NotOpen();

    /// <param name="makeStore">Makes the store for an open folder, or for none.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    public async Task OpenAsync(Func<CacheFolder?, Task<ICacheStore>> makeStore, CancellationToken cancellationToken)
    {
        if (_store is not null)
        {
            return;
        }

        var (folder, reason) = await CacheFolder.OpenAsync(options.Directory, cancellationToken);
        reason = folder is null ? reason : await TryOpenAsync(folder, makeStore, cancellationToken);
        if (reason is not null)
        {
            Log.MemoryOnly(_logger, reason);
            _ledger = new(new MemoryTagLedger(options.LedgerTagLimit));
            _ledger.Began(_ledger.Position);
            _store = await makeStore(null);
        }
    }

    /// <summary>For a process that serves nobody: a build neither reads what is kept nor disturbs who holds the folder.</summary>
    public void OpenInMemory() => (_ledger, _store) = (new(new MemoryTagLedger(options.LedgerTagLimit)), new EmptyStore());

    public async ValueTask DisposeAsync()
    {
        if (_fileLedger is not null)
        {
            await _fileLedger.DisposeAsync();
        }

        _folder?.Dispose();
    }

    /// <returns>Why the folder cannot be used after all; null when it is in use.</returns>
    private async Task<string?> TryOpenAsync(
        CacheFolder folder, Func<CacheFolder?, Task<ICacheStore>> makeStore, CancellationToken cancellationToken)
    {
        FileTagLedger? ledger = null;
        try
        {
            ledger = await FileTagLedger.OpenAsync(folder, options.LedgerTagLimit, _logger, cancellationToken);
            var began = ledger.Began is not EpochEnd.None;
            if (Code is not null)
            {
                began |= await CodeNotes.ApplyAsync(folder, ledger, Code, cancellationToken);
            }

            _store = await makeStore(folder);
            (_folder, _ledger, _fileLedger) = (folder, new(ledger), ledger);
            if (began)
            {
                _ledger.Began(ledger.Position);
            }

            return null;
        }
        catch (Exception e) when (e is IOException or PerennialException { Code: "PER2110" })
        {
            // The folder was there and could be written, and one of its files cannot be: a broken disk, or somebody else's file.
            await (ledger?.DisposeAsync() ?? default);
            folder.Dispose();
            return $"'{folder.Root}' cannot be used: {e.Message}";
        }
    }

    private static PerennialException NotOpen() => new(
        "PER1004", "The ledger or the store was asked for before the cache is open. Take IRevalidator, which any service may have at any time; or ask when the app has started.");
}
