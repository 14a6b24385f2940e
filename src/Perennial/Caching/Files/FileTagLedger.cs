using Microsoft.Extensions.Logging;
using Perennial.Caching.Ledger;

namespace Perennial.Caching.Files;

/// <summary>
/// A ledger in one file that grows at its end. An invalidation is acknowledged when it is on the disk, and takes effect
/// only then; callers that come while the disk is busy share the next write.
/// </summary>
internal sealed partial class FileTagLedger : ITagLedger, IAsyncDisposable
{
    // Large enough that compaction is rare, small enough that reading it at start is not felt.
    private const long CompactFrom = 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly CacheFolder _folder;
    private readonly LedgerState _state;
    private readonly DurableLog _log;
    private readonly LedgerWitness _witness;
    private readonly bool _isOpened;
    private readonly int _tagLimit;
    private readonly ILogger _logger;
    private List<Waiting> _waiting = [];
    private Task _writer = Task.CompletedTask;
    private bool _isWriting;
    private bool _isDisposed;
    private bool _isFailing;
    private long _compactAt = CompactFrom;

    private FileTagLedger(
        CacheFolder folder, LedgerState state, DurableLog log, LedgerWitness witness, bool isOpened, int tagLimit, ILogger logger) =>
        (_folder, _state, _log, _witness, _isOpened, _tagLimit, _logger) = (folder, state, log, witness, isOpened, tagLimit, logger);

    public LedgerPosition Position => _state.Position;

    public TagStamps Floor => _state.Floor;

    public LedgerStatus Status { get; } = new(IsDurable: true);

    public EpochReason Began { get; private init; }

    public TagStamps this[CacheTag tag] => _state[tag];

    /// <summary>Opens the ledger of a cache folder. One that may have lost something begins a new epoch.</summary>
    public static Task<FileTagLedger> OpenAsync(
        CacheFolder folder, int tagLimit, ILogger logger, CancellationToken cancellationToken) =>
        Task.Run(() => Open(folder, LedgerOpening.Serve, tagLimit, logger), cancellationToken);

    public static Task<FileTagLedger> OpenAsync(
        CacheFolder folder, LedgerOpening opening, int tagLimit, ILogger logger, CancellationToken cancellationToken) =>
        Task.Run(() => Open(folder, opening, tagLimit, logger), cancellationToken);

    /// <remarks>A caller that stops waiting does not take its invalidation back: it may happen yet.</remarks>
    public async ValueTask<LedgerPosition> StampAsync(StampRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentNullException.ThrowIfNull(request);
        var waiting = new Waiting(request.Checked());
        return waiting.Request!.Tags.Count is 0 ? Position : await WriteAsync(waiting, cancellationToken);
    }

    // This process is the only one that writes, so it knows everything.
    public ValueTask CatchUpAsync(LedgerPosition position, CancellationToken cancellationToken) => default;

    public IAsyncEnumerable<Stamp> ReadAsync(LedgerPosition from, CancellationToken cancellationToken) =>
        _state.Since(from).ToAsyncEnumerable();

    public IDisposable Subscribe(Action<LedgerChange> applied) => _state.Subscribe(applied);

    public async ValueTask<LedgerPosition> BeginEpochAsync(Guid ended, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Position.Epoch == ended ? await WriteAsync(new Waiting(Request: null) { Ended = ended }, cancellationToken) : Position;
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
        if (_folder.IsHeld && !_isExchanged)
        {
            await Task.Run(() => _witness.End(Position, _isOpened));
        }

        _log.Dispose();
        _witness.Dispose();
    }

    private static FileTagLedger Open(CacheFolder folder, LedgerOpening opening, int tagLimit, ILogger logger)
    {
        var log = new DurableLog(folder.Guard, folder.LedgerFile);
        var witness = new LedgerWitness(folder.Guard);
        try
        {
            // Claimed first: what is acknowledged from now on without this folder asks again.
            var asked = folder.Requests.Claim();
            var known = LedgerWitness.Read(folder.WitnessFile);
            var (file, read) = Read(log, logger);
            var began = LedgerLossCheck.Judge(
                read?.State.Position, known, FolderIdentity.Of(folder.Root), asked.Count > 0 || opening.Memory is not null);
            var state = read?.State ?? new LedgerState(new(Guid.Empty, 0));
            var isOpened = opening.IsServer || (began is EpochReason.None && known!.IsOpened);
            if (began is EpochReason.None)
            {
                Continue(log, read!.Value.Length, file!.Length, logger);
                state.Forget(tagLimit);
            }
            else
            {
                state.Begin(state.Position with { Epoch = Guid.NewGuid() });
                TakeOver(state, opening.Memory);
                if (EpochRequests.AskToExpire(asked, opening.OwnRequest))
                {
                    state.Apply([new(state.Position.Number + 1, InvalidationKind.Expire, [CacheTag.All])]);
                }

                state.Forget(tagLimit);
                log.Replace(LedgerFormat.Snapshot(state));
                Say(began, log.Path, logger);
            }

            witness.Write(state.Position, isOpened);
            EpochRequests.Answered(asked);
            return new(folder, state, log, witness, isOpened, tagLimit, logger) { Began = began };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.Dispose();
            witness.Dispose();
            throw DurableFile.AsIOException(e);
        }
    }

    private static (byte[]? File, (LedgerState State, int Length)? Read) Read(DurableLog log, ILogger logger)
    {
        if (!File.Exists(log.Path))
        {
            return default;
        }

        var file = File.ReadAllBytes(log.Path);
        var read = LedgerFormat.Read(file);
        if (read is null)
        {
            DurableFile.Rename(log.Path, log.Path + ".unreadable");
            Log.LedgerUnreadable(logger, log.Path);
        }

        return (file, read);
    }

    private static void Continue(DurableLog log, int length, int written, ILogger logger)
    {
        if (length < written)
        {
            Log.LedgerTailDropped(logger, log.Path, written - length);
        }

        log.Continue(length);
    }

    private static void TakeOver(LedgerState state, LedgerState? memory)
    {
        if (memory is not null)
        {
            state.TakeOver(memory);
        }
    }

    private static void Say(EpochReason began, string path, ILogger logger)
    {
        // A first start ends nothing, and of an unreadable ledger was spoken already.
        if (began is not EpochReason.NoLedger)
        {
            Log.EpochBegan(logger, path, EpochReasons.Describe(began));
        }
    }

    private async ValueTask<LedgerPosition> WriteAsync(Waiting waiting, CancellationToken cancellationToken)
    {
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

    private void WriteAll()
    {
        // Isolated batch by batch: if the one writer ended, every later invalidation would wait for ever.
        while (Take() is { Count: > 0 } batch)
        {
            foreach (var part in batch.GroupBy(static waiting => waiting.Ended is null).OrderByDescending(static part => part.Key))
            {
                BackgroundWork.RunLogged("writer of invalidations", () => WriteAndAnswer([.. part]), _logger);
            }
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
        if (!Holds())
        {
            Announce(batch);
            return;
        }

        if (batch[0].Ended is not null)
        {
            Begin(batch);
            return;
        }

        if (!_log.IsIntact)
        {
            _log.Replace(LedgerFormat.Snapshot(_state));
        }

        var stamps = Stamps(batch);
        if (stamps.Count is 0)
        {
            return;
        }

        var records = new WireWriter();
        foreach (var stamp in stamps)
        {
            LedgerFormat.Append(records, stamp);
        }

        _log.Append(records.Written);
        Witness(Position with { Number = stamps[^1].Number });
        _state.Apply(stamps);
    }

    /// <summary>One for each request that has none yet: who got no answer may have asked again.</summary>
    private List<Stamp> Stamps(List<Waiting> batch) =>
    [
        .. batch.Select(static waiting => waiting.Request!).DistinctBy(static request => request.Id)
            .Where(request => _state.NumberOf(request.Id) is null)
            .Select((request, i) => new Stamp(Position.Number + 1 + i, request.Kind, request.Tags) { RequestId = request.Id }),
    ];

    private void Begin(List<Waiting> batch)
    {
        if (batch.All(waiting => waiting.Ended != Position.Epoch))
        {
            return;
        }

        var next = Position with { Epoch = Guid.NewGuid() };
        _log.Replace(LedgerFormat.Snapshot(_state, next));
        Witness(next);
        _state.Begin(next);
    }

    // After the log and before the acknowledgement. If it fails, what the log got was refused, and must not stand there.
    private void Witness(LedgerPosition position)
    {
        try
        {
            _witness.Write(position, _isOpened);
        }
        catch (IOException)
        {
            _log.MarkSuspect();
            throw;
        }
    }

    private void Fail(List<Waiting> batch, Exception e)
    {
        foreach (var waiting in batch)
        {
            waiting.Done.SetException(new PerennialException(
                "PER2110",
                (waiting.Ended is null
                    ? $"The invalidation of {waiting.Request!.Tags.Count} tag(s) was not applied"
                    : "No new epoch was begun")
                + $": '{_log.Path}' could not be written ({e.Message}). Make room or make the folder writable, then call again.",
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
        if (_log.Length < _compactAt || _isExchanged || !_folder.IsHeld)
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

    private sealed record Waiting(StampRequest? Request)
    {
        public Guid? Ended { get; init; }

        public TaskCompletionSource<LedgerPosition> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
