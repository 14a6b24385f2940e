using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace Perennial.Caching.Files;

/// <summary>
/// Entries as files, one each: whole or absent, verified on every read, bounded in bytes and in number.
/// </summary>
/// <remarks>
/// A read that fails is a miss. A write that fails throws, because silence would acknowledge it while the old entry is
/// still there; after the first one, writing pauses and resumes by itself. "Not found" entries are not for the disk: they
/// only take away what stood there before.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "The token has no timer; it may be cancelled twice.")]
internal sealed partial class FileStore : ICacheStore, IAsyncDisposable
{
    // A disk that hangs holds this many threads and no more.
    private const int ReadersAtOnce = 16;
    private const int WritersAtOnce = 4;

    // The file's own time is what orders uses across restarts; a use is worth a write to the disk only now and then.
    private static readonly TimeSpan TouchAfter = TimeSpan.FromMinutes(10);

    private readonly CacheFolder _folder;
    private readonly string _entries;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly FileIndex _index;
    private readonly Quarantine _quarantine;
    private readonly WritePause _pause;
    private readonly SemaphoreSlim _reading = new(ReadersAtOnce);
    private readonly SemaphoreSlim _writing = new(WritersAtOnce);
    private readonly Lock[] _stripes = [.. Enumerable.Range(0, 64).Select(static _ => new Lock())];
    private readonly CancellationTokenSource _stopping = new();
    private readonly string _instance = Guid.NewGuid().ToString("N")[..8];
    private readonly bool _isOff;
    private readonly TaskCompletionSource _indexed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _indexing;
    private long _temporaries;
    private long _faults;
    private volatile bool _isIndexed;

    public FileStore(CacheFolder folder, Shelf shelf, TimeProvider time, ILogger logger)
    {
        (_folder, _entries, _time, _logger) = (folder, Path.Join(folder.Root, shelf.Name), time, logger);
        _isOff = shelf.IsOff;
        _index = new(Math.Max(0, shelf.Bytes), Math.Max(0, shelf.Files));
        _quarantine = new(folder.Guard, folder.Quarantine);
        _pause = new(time);
        _indexing = Task.Run(() => IndexAsync(Math.Max(0, shelf.Files)), CancellationToken.None);
    }

    /// <summary>
    /// Ends when all files that were there at start are known, or the folder could not be read to its end for the first
    /// time. Reads and writes do not wait for it.
    /// </summary>
    public Task Indexed => _indexed.Task;

    public long Faults => Interlocked.Read(ref _faults);

    public int Count => _index.Count;

    public long Bytes => _index.Bytes;

    public async ValueTask<StoredEntry?> GetAsync(EntryKey key, CacheKind kind, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentNullException.ThrowIfNull(key);
        var name = EntryName.Of(key);
        if (_isOff || (_isIndexed && !_index.Contains(name)))
        {
            return null;
        }

        // On the pool from the first call on: even opening a file can take a second, and the caller wants to time it.
        await _reading.WaitAsync(cancellationToken);
        return await Task.Run(() => Slot(_reading, () => Read(key, name)), CancellationToken.None);
    }

    public async ValueTask<PutResult> PutAsync(
        EntryKey key, CacheEntry entry, PutCondition condition, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(condition);
        if (_isOff || entry.Facts.IsNegative)
        {
            await RemoveAsync(key, entry.Facts.Kind, condition, cancellationToken);
            return new PutResult.NotKept();
        }

        _pause.ThrowIfPaused();
        await _writing.WaitAsync(cancellationToken);
        return await Task.Run(() => Slot(_writing, () => Write(key, entry, condition)), CancellationToken.None);
    }

    public async ValueTask RemoveAsync(EntryKey key, CacheKind kind, PutCondition condition, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentNullException.ThrowIfNull(key);
        var name = EntryName.Of(key);
        if (_isOff || (_isIndexed && !_index.Contains(name)))
        {
            return;
        }

        await _writing.WaitAsync(cancellationToken);
        await Task.Run(() => Slot(_writing, () => Remove(name, condition)), CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _indexing;
    }

    private static T Slot<T>(SemaphoreSlim slots, Func<T> work)
    {
        try
        {
            return work();
        }
        finally
        {
            slots.Release();
        }
    }

    private StoredEntry? Read(EntryKey key, EntryName name)
    {
        var path = name.PathIn(_entries);
        try
        {
            if (EntryFile.Read(path, key, _time) is not { } read)
            {
                Forget(name, path);
                return null;
            }

            if (!read.IsWhole)
            {
                SetAside(key, name, path);
                return null;
            }

            Use(name, path);
            return new(read.Entry, read.Version);
        }
        catch (IOException e)
        {
            Report(e, path);
            return null;
        }
    }

    // A writer may have put the file there since the reader missed it.
    private void Forget(EntryName name, string path)
    {
        lock (Stripe(name))
        {
            if (!File.Exists(path))
            {
                _index.Remove(name);
            }
        }
    }

    private void Use(EntryName name, string path)
    {
        var now = _time.GetUtcNow();
        var touched = _index.Use(name);
        if (touched is { } ticks && now.UtcTicks - ticks < TouchAfter.Ticks)
        {
            return;
        }

        try
        {
            File.SetLastWriteTimeUtc(path, now.UtcDateTime);
            lock (Stripe(name))
            {
                Note(name, path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The order of uses is a hint; the entry was read.
        }
    }

    private PutResult Write(EntryKey key, CacheEntry entry, PutCondition condition)
    {
        var name = EntryName.Of(key);
        var bytes = EntryFormat.Write(key, entry);
        if (_index.Reserve(bytes.Length) is not { } victims)
        {
            Remove(name, condition);
            return new PutResult.NotKept();
        }

        bool isWritten;
        try
        {
            Evict(victims);
            isWritten = WriteFile(name, bytes, condition);
        }
        catch (IOException e)
        {
            Pause(e);
            throw;
        }
        finally
        {
            _index.Release(bytes.Length);
        }

        if (_pause.Succeeded())
        {
            Log.StoreWritesAgain(_logger, _folder.Root);
        }

        return isWritten ? new PutResult.Kept(EntryFormat.VersionOf(bytes)) : new PutResult.Superseded(Read(key, name));
    }

    private bool WriteFile(EntryName name, byte[] bytes, PutCondition condition)
    {
        var path = name.PathIn(_entries);
        var temporary = $"{path}.{_instance}.{Interlocked.Increment(ref _temporaries)}{DurableFile.TemporaryExtension}";
        lock (Stripe(name))
        {
            if (!Holds(condition, path))
            {
                return false;
            }

            try
            {
                _folder.Guard.Prepare(Path.GetDirectoryName(path)!);
                DurableFile.Write(path, bytes, temporary);
                return true;
            }
            finally
            {
                // Also after an error: it may have happened after the rename, and a file that is not in the index
                // could not be removed any more.
                Note(name, path);
            }
        }
    }

    private void Note(EntryName name, string path)
    {
        if (new FileInfo(path) is { Exists: true } file)
        {
            _index.Put(name, file.Length, _time.GetUtcNow().UtcTicks);
        }
        else
        {
            _index.Remove(name);
        }
    }

    private static bool Holds(PutCondition condition, string path) =>
        condition == PutCondition.Always || condition.HoldsFor(EntryFile.ReadVersion(path));

    private bool Remove(EntryName name, PutCondition condition)
    {
        var path = name.PathIn(_entries);
        lock (Stripe(name))
        {
            if (!Holds(condition, path))
            {
                return false;
            }

            // Out of the index only when it is gone for good: until then a second attempt has something to do.
            Delete(path);
            if (OperatingSystem.IsLinux() && Path.GetDirectoryName(path) is { } shard && Directory.Exists(shard))
            {
                NativeFile.FlushDirectory(shard);
            }

            _index.Remove(name);
        }

        return true;
    }

    // Never while a stripe is held: two writers that each evict the other's key would wait for ever.
    private void Evict(IReadOnlyList<(EntryName Name, long Length)> victims)
    {
        for (var i = 0; i < victims.Count; i++)
        {
            var (name, length) = victims[i];
            lock (Stripe(name))
            {
                // Somebody may have written it again since it was chosen.
                if (_index.Contains(name))
                {
                    continue;
                }

                try
                {
                    Delete(name.PathIn(_entries));
                }
                catch (IOException)
                {
                    foreach (var (left, itsLength) in victims.Skip(i))
                    {
                        _index.PutOldest(left, itsLength, 0);
                    }

                    throw;
                }
            }
        }
    }

    private void Delete(string path)
    {
        try
        {
            if (File.Exists(path))
            {
                _folder.Guard.Prepare(Path.GetDirectoryName(path)!);
                File.Delete(path);
            }
        }
        catch (UnauthorizedAccessException e)
        {
            throw DurableFile.AsIOException(e);
        }
    }

    private void SetAside(EntryKey key, EntryName name, string path)
    {
        lock (Stripe(name))
        {
            // Read once more where no writer can come in between: the file may be a good one by now.
            if (EntryFile.Read(path, key, _time) is not { IsWhole: false } read)
            {
                return;
            }

            if (Interlocked.Increment(ref _faults) <= Quarantine.Limit)
            {
                Log.EntrySetAside(_logger, name, read.Fault);
            }

            _folder.Guard.Prepare(Path.GetDirectoryName(path)!);
            _quarantine.Take(path, read.Fault);
            _index.Remove(name);
        }
    }

    private Lock Stripe(EntryName name) => _stripes[(int)(name.Low & 63)];
}
