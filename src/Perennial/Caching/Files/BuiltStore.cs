using Microsoft.Extensions.Logging;

namespace Perennial.Caching.Files;

/// <summary>The entries that the build made. Their folder is never written by a running app.</summary>
internal sealed class BuiltStore(string folder, TimeProvider time, ILogger? logger = null) : ICacheStore
{
    private const string VersionMark = "built ";

    private long _faults;

    public long Faults => Interlocked.Read(ref _faults);

    public static bool IsBuilt(string version) => version.StartsWith(VersionMark, StringComparison.Ordinal);

    public bool Contains(EntryName name) => File.Exists(name.PathIn(folder));

    /// <summary>
    /// Reads one entry, whichever. The first read of a process compiles what it runs, and on a busy machine that alone takes
    /// longer than a visit's read may: the first visits would render what lies here.
    /// </summary>
    public Task WarmAsync(CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            try
            {
                var any = Directory.EnumerateFiles(folder, "*" + EntryName.Extension, SearchOption.AllDirectories).FirstOrDefault();
                _ = any is null ? null : EntryFile.Read(any, new EntryKey("warm"u8), time);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Reading it for a visit will log this.
            }
        },
        cancellationToken);

    public async ValueTask<StoredEntry?> GetAsync(EntryKey key, CacheKind kind, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentNullException.ThrowIfNull(key);
        var path = EntryName.Of(key).PathIn(folder);
        var read = await Task.Run(() => EntryFile.Read(path, key, time), cancellationToken);
        if (read is { IsWhole: false, Fault: var fault })
        {
            NoteFault(path, fault);
        }

        return read?.Entry is { } entry ? new(entry, VersionMark + read.Value.Version) : null;
    }

    public ValueTask<PutResult> PutAsync(EntryKey key, CacheEntry entry, PutCondition condition, CancellationToken cancellationToken) =>
        throw ReadOnly();

    public ValueTask RemoveAsync(EntryKey key, CacheKind kind, PutCondition condition, CancellationToken cancellationToken) =>
        throw ReadOnly();

    // One line for the folder: a build that was copied badly has many such files, and each is asked for again and again.
    private void NoteFault(string path, EntryFault fault)
    {
        if (Interlocked.Increment(ref _faults) == 1 && logger is not null)
        {
            Log.BuiltEntryDamaged(logger, path, fault);
        }
    }

    private InvalidOperationException ReadOnly() =>
        new($"'{folder}' is the build's and read-only. Put a {nameof(LayeredStore)} over it.");
}

internal sealed record BuiltPages(string Run, string Folder);

/// <summary>
/// Writes the entries of a build, for <see cref="BuiltStore"/>, into a folder that nobody reads yet. Different keys may be
/// written at once. Nothing is durable before <see cref="Flush"/>: a sync for each of ten thousand files takes minutes.
/// </summary>
internal sealed class BuiltStoreWriter(string folder)
{
    public Task WriteAsync(EntryKey key, CacheEntry entry, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            var path = EntryName.Of(key).PathIn(folder);
            try
            {
                // A build's output is shipped as files with ordinary rights, not kept for one user as the cache is.
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            }
            catch (UnauthorizedAccessException e)
            {
                throw DurableFile.AsIOException(e);
            }

            DurableFile.WriteUnsynced(path, EntryFormat.Write(key, entry));
        },
        cancellationToken);

    /// <exception cref="IOException">What was written may not be there after a crash.</exception>
    public void Flush() => DurableFile.FlushFileSystemOf(folder);
}
