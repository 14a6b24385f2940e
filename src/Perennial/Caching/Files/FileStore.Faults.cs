namespace Perennial.Caching.Files;

/// <content>What happens when the disk does not do as it should.</content>
internal sealed partial class FileStore
{
    private const int NoSpace = 28; // ENOSPC
    private const int OverQuota = 122; // EDQUOT
    private static readonly TimeSpan ReportEvery = TimeSpan.FromMinutes(1);

    private readonly Lock _reporting = new();
    private long? _reported;

    private void Pause(IOException e)
    {
        if (_pause.Failed(e))
        {
            Log.StoreWritesPaused(_logger, _folder.Root, e);
        }

        if (e.HResult is not (NoSpace or OverQuota))
        {
            return;
        }

        try
        {
            // The disk is smaller than the limit says. Without this the least used pages would keep out the new ones.
            Evict(_index.Shrink(share: 7 / 8.0));
        }
        catch (IOException)
        {
            // Deleting fails as well; the pause is all that is left.
        }
    }

    // One line a minute, however many requests meet the same broken disk.
    private void Report(IOException e, string path)
    {
        lock (_reporting)
        {
            if (_reported is { } since && _time.GetElapsedTime(since) < ReportEvery)
            {
                return;
            }

            _reported = _time.GetTimestamp();
        }

        Log.EntryNotRead(_logger, path, e);
    }
}
