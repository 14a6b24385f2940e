using Microsoft.Extensions.Logging;

namespace Perennial.Caching.Files;

/// <summary>
/// The ledger of a process that does not hold the cache folder: an epoch of its own, in memory. Before it acknowledges
/// an invalidation it asks for a new epoch in the folder, so that whoever holds the folder, now or next, believes nothing
/// that was kept before. Where it cannot ask, the invalidation ends with this process, and it says so.
/// </summary>
internal sealed class UnheldLedger(string root, int tagLimit, ILogger logger) : ITagLedger
{
    private readonly MemoryTagLedger _memory = new(tagLimit);
    private readonly string _name = Guid.NewGuid().ToString("N");
    private EpochRequests? _requests;
    private volatile bool _isAsked;
    private bool _isSaid;

    public LedgerPosition Position => _memory.Position;

    public TagStamps Floor => _memory.Floor;

    public bool IsDurable => _isAsked;

    /// <summary>What was acknowledged here, for the ledger that comes after this one.</summary>
    public LedgerState State => _memory.State;

    public TagStamps this[CacheTag tag] => _memory[tag];

    public async ValueTask<LedgerPosition> StampAsync(
        IReadOnlyCollection<CacheTag> tags, InvalidationKind kind, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var stamped = Stamp.Checked(tags);
        if (stamped.Count > 0)
        {
            await Task.Run(Ask, CancellationToken.None);
        }

        return await _memory.StampAsync(stamped, kind, CancellationToken.None);
    }

    public ValueTask<LedgerPosition> BeginEpochAsync(Guid ended, CancellationToken cancellationToken) =>
        _memory.BeginEpochAsync(ended, cancellationToken);

    private void Ask()
    {
        try
        {
            _requests ??= Open();
            var path = Path.Join(_requests.Folder, _name);

            // Still there: nobody has claimed it, so an epoch begins later than this.
            if (!_isAsked || !File.Exists(path))
            {
                _requests.Leave(path);
            }

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
