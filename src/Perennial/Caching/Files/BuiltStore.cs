namespace Perennial.Caching.Files;

/// <summary>The entries that the build made. Their folder is never written by a running app.</summary>
/// <param name="folder">Where they are.</param>
/// <param name="time">The clock.</param>
/// <param name="isOfOtherCode">Whether other code than this made them: then no ledger vouches for what they show.</param>
internal sealed class BuiltStore(string folder, TimeProvider time, bool isOfOtherCode = false) : ICacheStore
{
    private long _faults;

    /// <summary>Files that were there and were not the entry they should be: the deployment is damaged.</summary>
    public long Faults => Interlocked.Read(ref _faults);

    /// <summary>Whether the build made this entry.</summary>
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
                // Whoever reads it for a visit says so.
            }
        },
        cancellationToken);

    public async ValueTask<CacheEntry?> GetAsync(EntryKey key, CacheKind kind, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentNullException.ThrowIfNull(key);
        var path = EntryName.Of(key).PathIn(folder);
        var read = await Task.Run(() => EntryFile.Read(path, key, time), cancellationToken);
        if (read is { IsWhole: false })
        {
            Interlocked.Increment(ref _faults);
        }

        return isOfOtherCode && read?.Entry is { } entry
            ? entry with { Facts = entry.Facts with { Position = LedgerPosition.Unwatched } }
            : read?.Entry;
    }

    public ValueTask SetAsync(EntryKey key, CacheEntry entry, CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask RemoveAsync(EntryKey key, CancellationToken cancellationToken) => throw ReadOnly();

    private InvalidOperationException ReadOnly() =>
        new($"'{folder}' is the build's and read-only. Put a {nameof(LayeredStore)} over it.");
}
