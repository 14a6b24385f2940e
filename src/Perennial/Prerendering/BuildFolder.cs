using Perennial.Caching;
using Perennial.Caching.Files;
using Perennial.Deployment;

namespace Perennial.Prerendering;

// Written beside the earlier build and renamed at the end: a build that fails changes nothing.
internal sealed class BuildFolder : IDisposable
{
    private readonly string _final;
    private readonly string _fresh;
    private readonly FileStream _lock;
    private readonly BuiltStoreWriter _entries;

    private BuildFolder(string final, FileStream held)
    {
        (_final, _fresh, _lock) = (final, final + ".new", held);
        _entries = new(BuildOutput.EntriesIn(_fresh));
    }

    public static BuildFolder Begin(string final)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(final)!);
            var folder = new BuildFolder(final, Lock(final + ".lock"));
            Delete(folder._fresh);
            Directory.CreateDirectory(BuildOutput.EntriesIn(folder._fresh));
            return folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PerennialException(
                "PER3014", $"'{final}' cannot be built into: {e.Message} Give a folder that may be written (Perennial:Deployment:BuildDirectory), and build once at a time.", e);
        }
    }

    /// <summary>Different keys may be written at once.</summary>
    public Task WriteAsync(EntryKey key, CacheEntry entry, CancellationToken cancellationToken) =>
        _entries.WriteAsync(key, entry, cancellationToken);

    /// <summary>
    /// Puts the build in place. Its pages are durable before its manifest is there, and its manifest before it has its name:
    /// after a crash there is a whole build, or none that anybody takes for one. Between two renames there is none; a crash there is mended
    /// by building again.
    /// </summary>
    public void Complete(BuildManifest manifest)
    {
        _entries.Flush();
        var path = Path.Join(_fresh, BuildManifestFile.Name);
        DurableFile.Write(path, BuildManifestFile.Write(manifest), path + DurableFile.TemporaryExtension);
        var old = _final + ".old";
        Delete(old);
        if (Directory.Exists(_final))
        {
            Directory.Move(_final, old);
        }

        try
        {
            Directory.Move(_fresh, _final);
        }
        catch (IOException) when (Directory.Exists(old) && !Directory.Exists(_final))
        {
            Directory.Move(old, _final);
            throw;
        }

        Delete(old);
    }

    public void Dispose()
    {
        Delete(_fresh);
        _lock.Dispose();
    }

    // Gone when this process ends, however it ends.
    private static FileStream Lock(string path) =>
        new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
