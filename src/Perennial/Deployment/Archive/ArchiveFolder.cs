using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Perennial.Deployment.Archive;

/// <summary>The archive on disk. Names are hashes of contents only, so no address of a request ever becomes a path (S-96).</summary>
/// <remarks>
/// <code>
/// lock                  held while somebody writes or sweeps
/// files/ab/{sha256}     the bytes of an asset in one coding
/// sets/{sha256}.json    the assets of a deployment; its time of change is when it was last served
/// </code>
/// Files are renamed into place, and not synced: a name says what must be in it, so what a crash tore is noticed when it is
/// read, and written again by the next start.
/// </remarks>
internal sealed class ArchiveFolder(string root, ILogger logger)
{
    private const string SetExtension = ".json";

    public string Root { get; } = root;

    private string Files => Path.Join(Root, "files");

    private string Sets => Path.Join(Root, "sets");

    public string PathOf(ArchivedFile file) => Path.Join(Files, file.Hash[..2], file.Hash);

    /// <summary>Changes when a set comes or goes, and not when one is served on.</summary>
    public DateTime Stamp => Directory.GetLastWriteTimeUtc(Sets);

    /// <remarks>In real time: it is another process that is waited for, and an app whose time stands still must start, too.</remarks>
    /// <exception cref="IOException">Somebody else has held it for too long.</exception>
    public async Task<IDisposable> LockAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Files);
        Directory.CreateDirectory(Sets);
        var begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(Path.Join(Root, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            }
            catch (IOException e) when (IsHeld(e) && TimeProvider.System.GetElapsedTime(begun) < patience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
            }
        }
    }

    public IReadOnlyList<StoredSet> ReadSets()
    {
        if (!Directory.Exists(Sets))
        {
            return [];
        }

        var sets = new List<StoredSet>();
        foreach (var path in Directory.EnumerateFiles(Sets, "*" + SetExtension))
        {
            try
            {
                var name = Path.GetFileNameWithoutExtension(path);
                var served = new DateTimeOffset(File.GetLastWriteTimeUtc(path), TimeSpan.Zero);
                sets.Add(new(name, served, AssetSetFile.Read(name, File.ReadAllBytes(path))));
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                // Another process deleted it meanwhile.
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
            {
                Log.ArchiveListUnusable(logger, path, e.Message);
            }
        }

        return sets;
    }

    public void Write(ArchivedFile file, Stream bytes)
    {
        var path = PathOf(file);
        if (File.Exists(path) && new FileInfo(path).Length == file.Length)
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Replace(path, bytes.CopyTo);
    }

    public void Write(string name, byte[] set, DateTimeOffset now)
    {
        var path = SetPath(name);
        if (!File.Exists(path))
        {
            Replace(path, stream => stream.Write(set));
        }

        File.SetLastWriteTimeUtc(path, now.UtcDateTime);
    }

    public bool Touch(string name, DateTimeOffset now)
    {
        try
        {
            File.SetLastWriteTimeUtc(SetPath(name), now.UtcDateTime);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public void Sweep(IReadOnlyCollection<StoredSet> kept)
    {
        var names = kept.Select(static set => set.Name + SetExtension).ToHashSet(StringComparer.Ordinal);
        var files = kept.SelectMany(static set => set.Set.Files).Select(static file => file.Hash).ToHashSet(StringComparer.Ordinal);
        Delete(Directory.EnumerateFiles(Sets).Where(path => !names.Contains(Path.GetFileName(path))));
        Delete(Directory.EnumerateFiles(Files, "*", SearchOption.AllDirectories).Where(path => !files.Contains(Path.GetFileName(path))));
    }

    /// <summary>Whether the bytes on disk are what the name says. One that is not is deleted.</summary>
    public async Task<bool> VerifyAsync(ArchivedFile file, CancellationToken cancellationToken)
    {
        var path = PathOf(file);
        try
        {
            await using (var stream = File.OpenRead(path))
            {
                if (Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken)) == file.Hash)
                {
                    return true;
                }
            }

            Log.ArchiveFileDamaged(logger, path);
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Swept, or not ours to read: not there.
        }

        return false;
    }

    private string SetPath(string name) => Path.Join(Sets, name + SetExtension);

    private static void Replace(string path, Action<Stream> write)
    {
        var temporary = path + ".tmp";
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            write(stream);
        }

        File.Move(temporary, path, overwrite: true);
    }

    private static void Delete(IEnumerable<string> paths)
    {
        foreach (var path in paths.ToList())
        {
            File.Delete(path);
        }
    }

    // EAGAIN (Linux, macOS) and ERROR_SHARING_VIOLATION. Anything else is trouble of another kind.
    private static bool IsHeld(IOException e) => (e.HResult & 0xFFFF) is 11 or 35 or 32;
}
