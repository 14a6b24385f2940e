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

    // Until what stands in the folder was taken over: a read that fails after the lock was taken must not be the end of it,
    // or the next write would replace what another process acknowledged here.
    private bool _isExchanged;

    private bool _isAnnounced;

    /// <summary>Whether what is written now is written into the folder that stands there, and into nobody else's.</summary>
    private bool Holds()
    {
        if (_folder.IsHeld && !_isExchanged)
        {
            return true;
        }

        Part();
        _witness.Abandon();
        if (!_folder.IsHeld && !_folder.TryHoldAgain())
        {
            return false;
        }

        // Meanwhile somebody may have acknowledged something here, under numbers that this ledger gives too.
        if (ReadOther() is { } other)
        {
            _state.TakeOver(other);
        }

        var next = Position with { Epoch = Guid.NewGuid() };
        _log.Replace(LedgerFormat.Snapshot(_state, next));
        Witness(next);
        _state.Begin(next);
        (_isExchanged, _isAnnounced) = (false, false);
        Log.FolderHeldAgain(_logger, _folder.Root);
        return true;
    }

    /// <summary>
    /// Goes on in an epoch of its own, before anything else: the numbers of the last one may be another process' by now. It is
    /// in memory alone, so that no number which was given, or only counted, while the folder could not be written is one that
    /// the next process gives again.
    /// </summary>
    private void Part()
    {
        if (!_isExchanged)
        {
            _isExchanged = true;
            _state.Begin(Position with { Epoch = Guid.NewGuid() });
        }
    }

    // Not File.Exists, which says no to whatever fails: the next step would write over what it cannot see.
    private LedgerState? ReadOther()
    {
        try
        {
            return LedgerFormat.Read(File.ReadAllBytes(_log.Path))?.State;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>
    /// Another process has the folder. It is asked for a new epoch, as <see cref="FallbackLedger"/> asks; here everything goes
    /// on in memory.
    /// </summary>
    private void Announce(List<Waiting> batch)
    {
        foreach (var kind in batch.Select(static waiting => waiting.Request?.Kind ?? default).Distinct())
        {
            _folder.Requests.Ask(_name, kind);
        }

        if (batch.Exists(waiting => waiting.Ended == Position.Epoch))
        {
            _state.Begin(Position with { Epoch = Guid.NewGuid() });
        }

        if (!_isAnnounced)
        {
            _isAnnounced = true;
            Log.FolderTakenByOther(_logger, _folder.Root);
        }

        if (batch[0].Ended is null && Stamps(batch) is { Count: > 0 } stamps)
        {
            _state.Apply(stamps);
        }
    }
}
