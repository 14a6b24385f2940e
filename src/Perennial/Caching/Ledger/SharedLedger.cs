using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Perennial.Caching.Guard;

namespace Perennial.Caching.Ledger;

/// <summary>
/// A ledger that many servers share: in memory for readers, as every ledger, and followed from an <see cref="ILedgerLog"/>. A
/// bell says that there is something to read, and the log is read at an interval all the same: losing every bell costs that
/// interval and no more.
/// </summary>
/// <remarks>
/// One call of the log at a time. So a reading that lies below what is known here is no late one: the log has lost its end.
/// </remarks>
[Experimental("PERNL001")]
[SuppressMessage("Design", "CA1001", Justification = "Disposed asynchronously.")]
public sealed class SharedLedger : ITagLedger, IAsyncDisposable
{
    private readonly ILedgerLog _log;
    private readonly SharedLedgerOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly LedgerState _state;
    private readonly LogAdoption _adoption;
    private readonly LogTurn _turn;
    private readonly StampQueue _stamps;
    private readonly CancellationTokenSource _stop = new();
    private Task _following = Task.CompletedTask;
    private volatile LedgerStatus _status;
    private volatile bool _isOutOfReach;

    private SharedLedger(ILedgerLog log, SharedLedgerOptions options, TimeProvider time, ILogger logger)
    {
        (_log, _options, _time, _logger) = (log, options, time, logger);

        // Until it was read: an epoch of nobody's, so that nothing that was kept is believed.
        _state = new(new(Guid.NewGuid(), 0));
        _status = new(IsDurable: false, IsShared: true) { TrustedUntil = time.GetTimestamp() };
        _adoption = new(log, _state, options.TagLimit);
        _turn = new(options.CallTimeout, time);
        _stamps = new(options.StampTimeout, time, AppendAsync);
    }

    /// <inheritdoc/>
    public LedgerPosition Position => _state.Position;

    /// <inheritdoc/>
    public TagStamps Floor => _state.Floor;

    /// <inheritdoc/>
    public LedgerStatus Status => _status;

    /// <summary>Whether this server began the epoch: for <see cref="StorageParts.EpochBegan"/>.</summary>
    public bool EpochBegan => _adoption.EpochBegan;

    /// <inheritdoc/>
    public TagStamps this[CacheTag tag] => _state[tag];

    /// <summary>
    /// Reads the log and begins to follow it. Where it cannot be reached the server starts all the same: nothing that was kept
    /// is believed until it can.
    /// </summary>
    public static async ValueTask<SharedLedger> OpenAsync(
        ILedgerLog log, SharedLedgerOptions options, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        var ledger = new SharedLedger(log, options, time, logger);
        await ledger.TryReadAsync(cancellationToken);
        ledger._following = options.Follows ? Task.Run(ledger.FollowAsync, CancellationToken.None) : Task.CompletedTask;
        return ledger;
    }

    /// <inheritdoc/>
    public async ValueTask<LedgerPosition> StampAsync(StampRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        var stamped = request.Checked();
        return stamped.Tags.Count is 0 ? Position : await _stamps.AddAsync(stamped, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask CatchUpAsync(LedgerPosition position, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(position);
        return InTurnAsync(
            // Whoever had the turn before may have read it.
            token => Position is var now && now.Epoch == position.Epoch && now.Number > position.Number ? default : ReadAsync(hasBegun: false, token),
            cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<LedgerPosition> BeginEpochAsync(Guid ended, CancellationToken cancellationToken)
    {
        await InTurnAsync(
            async token =>
            {
                var begins = Position.Epoch == ended;
                await _log.BeginEpochAsync(ended, Position.Number, token);
                await ReadAsync(begins, token);
            },
            cancellationToken);
        return Position;
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<Stamp> ReadAsync(LedgerPosition from, CancellationToken cancellationToken) =>
        _state.Since(from).ToAsyncEnumerable();

    /// <inheritdoc/>
    public IDisposable Subscribe(Action<LedgerChange> applied) => _state.Subscribe(applied);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _stamps.DisposeAsync();
        await _following;
        await _log.DisposeAsync();
        _stop.Dispose();
    }

    private async Task FollowAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            // The bell that was not rung is left to itself: it is asked again, and rings then.
            using var round = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            await Task.WhenAny(BellAsync(round.Token), Task.Delay(_options.PollInterval, _time, round.Token));
            await round.CancelAsync();
            if (!_stop.IsCancellationRequested)
            {
                await TryReadAsync(_stop.Token);
            }
        }
    }

    private async Task BellAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _log.WaitAsync(cancellationToken);
            return;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            // It is polled meanwhile.
            Log.NoBell(_logger, error);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // The round is over.
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task TryReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await InTurnAsync(token => ReadAsync(hasBegun: false, token), cancellationToken);
        }
        catch (PerennialException error)
        {
            if (!_isOutOfReach)
            {
                Log.LedgerOutOfReach(_logger, error.InnerException ?? error);
            }

            _isOutOfReach = true;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The process ends.
        }
    }

    private async ValueTask InTurnAsync(Func<CancellationToken, ValueTask> call, CancellationToken cancellationToken)
    {
        try
        {
            await _turn.RunAsync(call, cancellationToken);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PerennialException("PER2113", $"The shared ledger cannot be reached: {error.Message}", error);
        }
    }

    private async Task<LedgerPosition> AppendAsync(IReadOnlyList<StampRequest> requests)
    {
        await _turn.RunAsync(
            async token =>
            {
                var asked = _time.GetTimestamp();
                await AdoptAsync(await _log.AppendAsync(requests, Position, token), asked, hasBegun: false, token);
            },
            CancellationToken.None);
        return Position;
    }

    private async ValueTask ReadAsync(bool hasBegun, CancellationToken cancellationToken)
    {
        var asked = _time.GetTimestamp();
        await AdoptAsync(await _log.ReadAsync(Position, cancellationToken), asked, hasBegun, cancellationToken);
    }

    private async ValueTask AdoptAsync(LedgerReading reading, long asked, bool hasBegun, CancellationToken cancellationToken)
    {
        // An answer that nobody waits for any more: others have read since, and beside theirs it would look like a loss.
        cancellationToken.ThrowIfCancellationRequested();
        var lost = await _adoption.AdoptAsync(reading, hasBegun, cancellationToken);

        // From the moment before it was asked: what happened on the way back is not in the answer.
        _status = new(_log.IsDurable, IsShared: true)
        {
            TrustedUntil = asked + (long)(_options.TrustTime.TotalSeconds * _time.TimestampFrequency),
        };
        if (_isOutOfReach)
        {
            _isOutOfReach = false;
            Log.LedgerBack(_logger, Position.Epoch, Position.Number);
        }

        foreach (var tags in lost.Chunk(1000))
        {
            Log.StampedAgain(_logger, tags.Length);
            _ = _stamps.AddAsync(new(tags, InvalidationKind.Expire), CancellationToken.None);
        }
    }
}
