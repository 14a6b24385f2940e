using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Perennial.Caching.Files;
using Perennial.Caching.Guard;
using Perennial.Caching.Ledger;

namespace Perennial.Caching;

/// <summary>
/// Opens ledger and store before the server listens, and closes them after it has stopped. A folder that cannot be used
/// costs durability, never the site: then everything is kept in memory, one line says so, and the folder is tried again
/// until it can be used. In a rolling restart that is when the process before has ended.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The token has no timer; it may be cancelled again: a host that was disposed may be told to stop once more.")]
internal sealed class CacheStorage(CacheOptions options, TimeProvider time, ILoggerFactory loggers) : IAsyncDisposable
{
    private readonly ILogger _logger = loggers.CreateLogger<CacheStorage>();
    private readonly CancellationTokenSource _stop = new();
    private readonly string _root = CacheFolder.Resolve(options.Directory);
    private Task _watch = Task.CompletedTask;
    private volatile Held? _held;
    private ProcessLedger? _ledger;
    private ICacheStore? _store;
    private GuardedStore? _far;
    private GuardedLease? _lease;
    private volatile string? _reason;

    /// <summary>Which code serves; null where nobody asks.</summary>
    public CodeVersion? Code { get; set; }

    /// <summary>What the app's own storage brings; what it does not is the folder's.</summary>
    public ComposedStorage Brought { get; set; } = new();

    public bool IsOpen => _store is not null;

    public ProcessLedger Ledger => _ledger ?? throw NotOpen();

    public ICacheStore Store => _store ?? throw NotOpen();

    public EntryStores Stores => new(Store, _far, _lease) { Origin = new(Code?.Mark, Code?.KeyId) };

    /// <summary>What servers share, with its guard; null where they share nothing.</summary>
    public GuardedStore? Far => _far;

    /// <summary>Who of them renders, with its guard.</summary>
    public GuardedLease? Lease => _lease;

    public string? InMemoryBecause => _reason;

    /// <param name="makeStore">Makes the store for an open folder, or for none.</param>
    /// <param name="attach">Gives the store that was made for none a folder. Nothing of it fails after it has begun to use it.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    public async Task OpenAsync(
        Func<CacheFolder?, Task<ICacheStore>> makeStore, Func<CacheFolder, CancellationToken, Task> attach, CancellationToken cancellationToken)
    {
        if (_store is not null)
        {
            return;
        }

        _far = Brought.Far is { } far ? new(far, options, time, loggers.CreateLogger<GuardedStore>(), () => Ledger.Position) : null;
        _lease = Brought.Lease is { } lease ? new(lease, options, time, loggers.CreateLogger<GuardedLease>()) : null;
        if (options.IsOnlyInMemory)
        {
            _ledger = Brought.Ledger is { } given ? new(given, Brought.EpochBegan) : new(new MemoryTagLedger(options.LedgerTagLimit), begins: true);
            _store = await makeStore(null);
            return;
        }

        var reason = await TryHoldAsync(
            memory: null,
            async (folder, ledger, begins) => (_store, _ledger) = (await makeStore(folder), new(ledger, begins)),
            cancellationToken);
        if (reason is not null)
        {
            _reason = reason;
            _ledger = Brought.Ledger is { } given
                ? new(given, Brought.EpochBegan)
                : new(new FallbackLedger(_root, options.LedgerTagLimit, _logger), begins: true);
            _store = await makeStore(null);
        }

        _watch = Task.Run(() => WatchAsync(attach), CancellationToken.None);
    }

    /// <summary>Says what keeps the folder from being used. Not at the opening: a start that fails after it has a reason of its own.</summary>
    public void LogIfInMemory()
    {
        if (_reason is { } reason)
        {
            Log.MemoryOnly(_logger, reason);
        }
    }

    // For a build: it neither reads the folder nor disturbs the process that holds it.
    public void OpenInMemory() =>
        (_ledger, _store) = (new(new MemoryTagLedger(options.LedgerTagLimit), begins: false), new NullStore());

    /// <summary>The process ends: a folder that becomes free now is for the next one. Who holds it goes on watching it to the last.</summary>
    public Task EndAsync() => _held is null ? StopWatchingAsync() : Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await StopWatchingAsync();
        await (_held?.DisposeAsync() ?? default);
        await Brought.DisposeAsync();
    }

    private async Task StopWatchingAsync()
    {
        await _stop.CancelAsync();
        await _watch;
    }

    private async Task WatchAsync(Func<CacheFolder, CancellationToken, Task> attach)
    {
        var tries = 1;
        while (await PausesAsync(_held is null ? Watch.Retry(tries++) : Watch.Requests))
        {
            await BackgroundWork.RunLoggedAsync(
                "watch over the cache folder",
                () => _held is { } held ? AnswerAsync(held) : Brought.Ledger is null ? TakeOverAsync(attach) : TakeFilesAsync(attach),
                _logger);
        }
    }

    private async Task<bool> PausesAsync(TimeSpan pause)
    {
        await Task.Delay(pause, time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !_stop.IsCancellationRequested;
    }

    private async ValueTask TakeOverAsync(Func<CacheFolder, CancellationToken, Task> attach)
    {
        string? reason = null;
        await Ledger.TakeOverAsync(async memory =>
        {
            (FileTagLedger, bool)? taken = null;
            reason = await TryHoldAsync(
                memory,
                async (folder, ledger, begins) =>
                {
                    // Before the ledger is seen: under the one in memory, what lies in the folder is not fresh.
                    await attach(folder, _stop.Token);
                    taken = ((FileTagLedger)ledger, begins);
                },
                _stop.Token);
            return taken;
        });
        SayTaken(reason);
    }

    // The numbers are elsewhere, so that nothing is taken over but the files.
    private async ValueTask TakeFilesAsync(Func<CacheFolder, CancellationToken, Task> attach) =>
        SayTaken(await TryHoldAsync(memory: null, (folder, _, _) => attach(folder, _stop.Token), _stop.Token));

    private void SayTaken(string? reason)
    {
        if (reason is null)
        {
            Log.FolderTaken(_logger, _root);
        }
        else if (reason != _reason)
        {
            Log.MemoryOnly(_logger, reason);
        }

        _reason = reason;
    }

    private async ValueTask AnswerAsync(Held held)
    {
        // Where the folder was exchanged, what is asked there is for whoever holds it, and this process asks there as well. But
        // where nobody does, it would wait for the next invalidation here.
        if (held.Ledger is null || !(held.Folder.IsHeld || (held.Folder.Requests.Any() && held.Folder.IsFree())))
        {
            return;
        }

        var asked = held.Folder.Requests.Claim();
        if (asked.Count > 0)
        {
            await Ledger.BeginEpochAsync(Ledger.Position.Epoch, CancellationToken.None);
            if (EpochRequests.AskToExpire(asked, ownName: null))
            {
                await Ledger.StampAsync([CacheTag.All], InvalidationKind.Expire, CancellationToken.None);
            }

            EpochRequests.Answered(asked);
            Log.EpochAsked(_logger, _root);
        }
    }

    private async Task<string?> TryHoldAsync(
        FallbackLedger? memory, Func<CacheFolder, ITagLedger, bool, Task> use, CancellationToken cancellationToken)
    {
        var (folder, reason) = await CacheFolder.OpenAsync(options.Directory, cancellationToken);
        if (folder is null)
        {
            return reason;
        }

        FileTagLedger? ledger = null;
        var isUsed = false;
        try
        {
            ledger = Brought.Ledger is not null ? null : await FileTagLedger.OpenAsync(
                folder, new(IsServer: true, memory?.Acknowledged, memory?.Name), options.LedgerTagLimit, _logger, cancellationToken);
            var isOtherCode = Code is not null && ledger is not null && await CodeHistory.ApplyAsync(folder, ledger, Code, cancellationToken);
            await use(folder, ledger ?? Brought.Ledger!, isOtherCode || ledger is { Began: not EpochReason.None } || (ledger is null && Brought.EpochBegan));
            _held = new(folder, ledger);
            isUsed = true;
            return null;
        }
        catch (Exception e) when (e is IOException or PerennialException { Code: "PER2110" })
        {
            // The folder was there and could be written, and one of its files cannot be: a broken disk, or somebody else's file.
            return $"'{folder.Root}' cannot be used: {e.Message}";
        }
        finally
        {
            if (!isUsed)
            {
                await (ledger?.DisposeAsync() ?? default);
                folder.Dispose();
            }
        }
    }

    private static PerennialException NotOpen() => new(
        "PER1004", "The ledger or the store was asked for before the cache is open. Take IRevalidator, which any service may have at any time; or ask when the app has started.");

    private sealed record Held(CacheFolder Folder, FileTagLedger? Ledger) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await (Ledger?.DisposeAsync() ?? default);
            Folder.Dispose();
        }
    }
}
