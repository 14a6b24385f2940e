using Microsoft.Extensions.Logging;

namespace Perennial.Caching.Files;

/// <summary>
/// A ledger in one file that grows at its end. An invalidation is acknowledged when it is on the disk, and takes effect
/// only then; callers that come while the disk is busy share the next write.
/// </summary>
internal sealed class FileTagLedger : ITagLedger, IAsyncDisposable
{
    // Large enough that compaction is rare, small enough that reading it at start is not felt.
    private const long CompactFrom = 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly LedgerState _state;
    private readonly DurableLog _log;
    private readonly int _tagLimit;
    private readonly ILogger _logger;
    private List<Waiting> _waiting = [];
    private Task _writer = Task.CompletedTask;
    private bool _isWriting;
    private bool _isDisposed;
    private bool _isFailing;
    private long _compactAt = CompactFrom;

    private FileTagLedger(LedgerState state, DurableLog log, int tagLimit, ILogger logger) =>
        (_state, _log, _tagLimit, _logger) = (state, log, tagLimit, logger);

    public LedgerPosition Position => _state.Position;

    public TagStamps Floor => _state.Floor;

    public bool IsDurable => true;

    public TagStamps this[CacheTag tag] => _state[tag];

    /// <summary>Opens the ledger of a cache folder; one that is missing or unreadable begins a new epoch.</summary>
    /// <exception cref="IOException">It can be neither read nor made.</exception>
    public static Task<FileTagLedger> OpenAsync(
        CacheFolder folder, int tagLimit, ILogger logger, CancellationToken cancellationToken) =>
        Task.Run(() => Open(folder, tagLimit, logger), cancellationToken);

    /// <remarks>A caller that stops waiting does not take its invalidation back: it may happen yet.</remarks>
    public async ValueTask<LedgerPosition> StampAsync(
        IReadOnlyCollection<CacheTag> tags, InvalidationKind kind, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var waiting = new Waiting(Stamp.Checked(tags), kind);
        if (waiting.Tags.Count is 0)
        {
            return Position;
        }

        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _waiting.Add(waiting);
            if (!_isWriting)
            {
                _isWriting = true;
                _writer = Task.Run(WriteAll, CancellationToken.None);
            }
        }

        return await waiting.Done.Task.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Task writer;
        lock (_gate)
        {
            _isDisposed = true;
            writer = _writer;
        }

        await writer;
        _log.Dispose();
    }

    private static FileTagLedger Open(CacheFolder folder, int tagLimit, ILogger logger)
    {
        var log = new DurableLog(folder.Guard, folder.LedgerFile);
        try
        {
            var state = Restore(log, logger) ?? Begin(log);
            state.Forget(tagLimit);
            return new(state, log, tagLimit, logger);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.Dispose();
            throw DurableFile.AsIOException(e);
        }
    }

    private static LedgerState? Restore(DurableLog log, ILogger logger)
    {
        if (!File.Exists(log.Path))
        {
            return null;
        }

        var file = File.ReadAllBytes(log.Path);
        if (LedgerFormat.Read(file) is not { } read)
        {
            DurableFile.Rename(log.Path, log.Path + ".unreadable");
            Log.LedgerUnreadable(logger, log.Path);
            return null;
        }

        if (read.Length < file.Length)
        {
            Log.LedgerTailDropped(logger, log.Path, file.Length - read.Length);
        }

        log.Continue(read.Length);
        return read.State;
    }

    private static LedgerState Begin(DurableLog log)
    {
        var state = new LedgerState(new(Guid.NewGuid(), 0));
        log.Replace(LedgerFormat.Snapshot(state));
        return state;
    }

    private void WriteAll()
    {
        // Isolated batch by batch: if the one writer ended, every later invalidation would wait for ever.
        while (Take() is { Count: > 0 } batch)
        {
            Worker.Isolate("writer of invalidations", () => WriteAndAnswer(batch), _logger);
        }
    }

    private void WriteAndAnswer(List<Waiting> batch)
    {
        try
        {
            Write(batch);
        }
        catch (Exception e)
        {
            // Whatever it is: a caller that is never answered would be worse.
            Fail(batch, e);
            return;
        }

        foreach (var waiting in batch)
        {
            waiting.Done.SetResult(Position);
        }

        if (_isFailing)
        {
            _isFailing = false;
            Log.LedgerWritesAgain(_logger, _log.Path);
        }

        Compact();
    }

    private List<Waiting> Take()
    {
        lock (_gate)
        {
            var batch = _waiting;
            _waiting = [];
            _isWriting = batch.Count > 0;
            return batch;
        }
    }

    private void Write(List<Waiting> batch)
    {
        if (!_log.IsIntact)
        {
            _log.Replace(LedgerFormat.Snapshot(_state));
        }

        var stamps = batch.Select((waiting, i) => new Stamp(Position.Number + 1 + i, waiting.Kind, waiting.Tags)).ToList();
        var records = new WireWriter();
        foreach (var stamp in stamps)
        {
            LedgerFormat.Append(records, stamp);
        }

        _log.Append(records.Written);
        _state.Apply(stamps);
    }

    private void Fail(List<Waiting> batch, Exception e)
    {
        foreach (var waiting in batch)
        {
            waiting.Done.SetException(new PerennialException(
                "PER2110",
                $"The invalidation of {waiting.Tags.Count} tag(s) was not applied: '{_log.Path}' could not be written "
                + $"({e.Message}). Make room or make the folder writable, then invalidate again.",
                e));
        }

        if (!_isFailing)
        {
            _isFailing = true;
            Log.LedgerWriteFailed(_logger, _log.Path, e);
        }
    }

    // After the acknowledgement: nobody waits for it, and if it fails the log is merely long.
    private void Compact()
    {
        _state.Forget(_tagLimit);
        if (_log.Length < _compactAt)
        {
            return;
        }

        try
        {
            _log.Replace(LedgerFormat.Snapshot(_state));
        }
        catch (IOException e)
        {
            Log.LedgerNotCompacted(_logger, _log.Path, e);
        }

        _compactAt = Math.Max(CompactFrom, 2 * _log.Length);
    }

    private sealed record Waiting(IReadOnlyCollection<CacheTag> Tags, InvalidationKind Kind)
    {
        public TaskCompletionSource<LedgerPosition> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
