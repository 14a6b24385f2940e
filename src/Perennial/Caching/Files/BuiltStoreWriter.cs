namespace Perennial.Caching.Files;

/// <summary>Writes the entries of a build, for <see cref="BuiltStore"/>. Different keys may be written at once.</summary>
internal sealed class BuiltStoreWriter(string folder)
{
    /// <exception cref="IOException">It could not be written: the build has failed.</exception>
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

            DurableFile.Write(path, EntryFormat.Write(key, entry), path + DurableFile.TemporaryExtension);
        },
        cancellationToken);
}
