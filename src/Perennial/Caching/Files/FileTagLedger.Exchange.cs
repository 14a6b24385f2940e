using Perennial.Caching.Ledger;

namespace Perennial.Caching.Files;

/// <summary>
/// What to do where the folder was exchanged under a process that runs: somebody deleted it and a build or another process
/// made it anew, or deleted its lock as a stale one. Asked before each write: it costs a call of the system, and an
/// invalidation costs a sync.
/// </summary>
internal sealed partial class FileTagLedger
{
    /// <summary>How the files that it leaves in a folder of another process begin.</summary>
    private readonly string _name = Guid.NewGuid().ToString("N");

    private bool _isApart;

    // Until what stands in the folder was taken over: a read that fails after the lock was taken must not be the end of it,
    // or the next write would replace what another process acknowledged here.
    private bool _isExchanged;

    /// <summary>Whether what is written now is written into the folder that stands there, and into nobody else's.</summary>
    private bool Holds()
    {
        if (_folder.IsHeld && !_isExchanged)
        {
            return true;
        }

        _isExchanged = true;
        if (!_folder.IsHeld && !_folder.TryHoldAgain())
        {
            return false;
        }

        // Meanwhile somebody may have acknowledged something here, under numbers that this ledger gives too.
        if (File.Exists(_log.Path) && LedgerFormat.Read(File.ReadAllBytes(_log.Path)) is { State: var other } && other.Position != Position)
        {
            _state.TakeOver(other);
        }

        var next = Position with { Epoch = Guid.NewGuid() };
        _log.Replace(LedgerFormat.Snapshot(_state, next));
        Witness(next);
        _state.Begin(next);
        (_isApart, _isExchanged) = (false, false);
        Log.FolderHeldAgain(_logger, _folder.Root);
        return true;
    }

    /// <summary>
    /// Another process has the folder. It is asked for a new epoch, as <see cref="FallbackLedger"/> asks; here everything goes
    /// on in memory, in an epoch of its own, since the numbers of the last one are the other's now.
    /// </summary>
    private void Announce(List<Waiting> batch)
    {
        foreach (var kind in batch.Select(static waiting => waiting.Request?.Kind ?? default).Distinct())
        {
            _folder.Requests.Ask(_name, kind);
        }

        if (!_isApart || batch[0].Ended is not null)
        {
            _state.Begin(Position with { Epoch = Guid.NewGuid() });
        }

        if (!_isApart)
        {
            _isApart = true;
            Log.FolderTakenByOther(_logger, _folder.Root);
        }

        if (batch[0].Ended is null && Stamps(batch) is { Count: > 0 } stamps)
        {
            _state.Apply(stamps);
        }
    }
}
