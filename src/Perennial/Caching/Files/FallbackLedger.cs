using Microsoft.Extensions.Logging;
using Perennial.Caching.Ledger;

namespace Perennial.Caching.Files;

/// <summary>
/// The ledger of a process that does not hold the cache folder: an epoch of its own, in memory. Before it acknowledges
/// an invalidation it asks for a new epoch in the folder, so that whoever holds the folder, now or next, believes nothing
/// that was kept before. Where it cannot ask, the invalidation ends with this process, and it says so.
/// </summary>
/// <remarks>
/// It begins with the stamps that the folder's ledger holds, if that can be read: what was acknowledged as expired before
/// this process began must not be shown by it, as old as it is. What the owner acknowledges later it does not see.
/// </remarks>
internal sealed class FallbackLedger(string root, int tagLimit, ILogger logger) : ITagLedger
{
    private static readonly LedgerStatus Asked = new(IsDurable: true);
    private static readonly LedgerStatus Unasked = new(IsDurable: false);

    private readonly MemoryTagLedger _memory = new(tagLimit, Known(root));
    private EpochRequests? _requests;
    private volatile bool _isAsked;
    private bool _hasAcknowledged;
    private bool _isSaid;

    public string Name { get; } = Guid.NewGuid().ToString("N");

    public LedgerPosition Position => _memory.Position;

    public TagStamps Floor => _memory.Floor;

    public LedgerStatus Status => _isAsked ? Asked : Unasked;

    public LedgerState? Acknowledged => _hasAcknowledged ? _memory.State : null;

    public TagStamps this[CacheTag tag] => _memory[tag];

    public async ValueTask<LedgerPosition> StampAsync(StampRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentNullException.ThrowIfNull(request);
        var stamped = request.Checked();
        if (stamped.Tags.Count > 0)
        {
            _hasAcknowledged = true;
            await Task.Run(() => Ask(stamped.Kind), CancellationToken.None);
        }

        return await _memory.StampAsync(stamped, CancellationToken.None);
    }

    public ValueTask CatchUpAsync(LedgerPosition position, CancellationToken cancellationToken) => default;

    public IAsyncEnumerable<Stamp> ReadAsync(LedgerPosition from, CancellationToken cancellationToken) =>
        _memory.ReadAsync(from, cancellationToken);

    public IDisposable Subscribe(Action<LedgerChange> applied) => _memory.Subscribe(applied);

    public ValueTask<LedgerPosition> BeginEpochAsync(Guid ended, CancellationToken cancellationToken) =>
        _memory.BeginEpochAsync(ended, cancellationToken);

    private static LedgerState? Known(string root)
    {
        try
        {
            using var file = new FileStream(CacheFolder.LedgerIn(root), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[file.Length];
            var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            var state = LedgerFormat.Read(bytes.AsSpan(0, length))?.State;
            state?.Begin(state.Position with { Epoch = Guid.NewGuid() });
            return state;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void Ask(InvalidationKind kind)
    {
        try
        {
            _requests ??= Open();
            _requests.Ask(Name, kind);
            _isAsked = true;
            _isSaid = false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _isAsked = false;
            if (!_isSaid)
            {
                _isSaid = true;
                Log.EpochNotAsked(logger, root, e);
            }
        }
    }

    private EpochRequests Open()
    {
        FolderGuard.Create(root);
        return new(new FolderGuard(root));
    }
}
