using System.IO.Enumeration;

namespace Perennial.Caching.Files;

/// <content>What lies in the folder at start.</content>
internal sealed partial class FileStore
{
    private static readonly TimeSpan FirstRescan = TimeSpan.FromSeconds(1);

    /// <summary>A folder that is back is known again after this time at the latest.</summary>
    private static readonly TimeSpan LastRescan = TimeSpan.FromMinutes(1);

    // Until all files are known the limits hold for the new ones only, so a folder that cannot be read is looked at again.
    private async Task IndexAsync(int limit)
    {
        for (var pause = FirstRescan; !_stopping.IsCancellationRequested; pause = TimeSpan.FromTicks(Math.Min(2 * pause.Ticks, LastRescan.Ticks)))
        {
            BackgroundWork.RunLogged("reader of the cache folder", () => Scan(limit, _stopping.Token), _logger);
            _indexed.TrySetResult();
            if (_isIndexed)
            {
                return;
            }

            await Task.Delay(pause, _time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _indexed.TrySetResult();
    }

    // Names, lengths and times only. Until this is done, a read looks at the file itself; what was written meanwhile may
    // go over the limits by as much, until the end of the scan.
    private void Scan(int limit, CancellationToken stopping)
    {
        var newest = new PriorityQueue<(EntryName Name, long Length), long>();
        var isComplete = true;
        foreach (var shard in Enumerable.Range(0, 256).Select(i => Path.Join(_entries, $"{i:x2}")))
        {
            isComplete &= TryScan(shard, newest, limit, stopping);
        }

        if (stopping.IsCancellationRequested)
        {
            return;
        }

        var found = new List<((EntryName Name, long Length) File, long Used)>(newest.Count);
        while (newest.TryDequeue(out var file, out var used))
        {
            found.Add((file, used));
        }

        for (var i = found.Count - 1; i >= 0; i--)
        {
            _index.PutOldest(found[i].File.Name, found[i].File.Length, found[i].Used);
        }

        // A folder that could not be read leaves files that nobody knows of: then reads go on looking for themselves.
        _isIndexed = isComplete;
        TryEvict(_index.Shrink());
    }

    private bool TryScan(
        string shard, PriorityQueue<(EntryName Name, long Length), long> newest, int limit, CancellationToken stopping)
    {
        try
        {
            foreach (var (fileName, length, used) in Files(shard))
            {
                if (stopping.IsCancellationRequested)
                {
                    return false;
                }

                if (EntryName.TryParse(fileName, out var name))
                {
                    newest.Enqueue((name, length), used);
                    if (newest.Count > limit)
                    {
                        TryEvict([newest.Dequeue()]);
                    }
                }
                else if (fileName.EndsWith(DurableFile.TemporaryExtension, StringComparison.Ordinal)
                    && !fileName.Contains(_instance, StringComparison.Ordinal))
                {
                    DurableFile.TryDelete(Path.Join(shard, fileName));
                }
            }

            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Report(DurableFile.AsIOException(e), shard);
            return false;
        }
    }

    private void TryEvict(IReadOnlyList<(EntryName Name, long Length)> victims)
    {
        try
        {
            Evict(victims);
        }
        catch (IOException e)
        {
            Report(e, _entries);
        }
    }

    private static FileSystemEnumerable<(string Name, long Length, long Used)> Files(string shard) =>
        new(
            shard,
            static (ref FileSystemEntry entry) => (entry.FileName.ToString(), entry.Length, entry.LastWriteTimeUtc.UtcTicks),
            new EnumerationOptions { AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false })
        {
            ShouldIncludePredicate = static (ref FileSystemEntry entry) => !entry.IsDirectory,
        };
}
