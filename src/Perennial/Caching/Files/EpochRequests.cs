namespace Perennial.Caching.Files;

/// <summary>
/// A folder whose files ask for a new epoch. A process leaves one there before it acknowledges an invalidation that it
/// cannot write into the ledger, because another process holds it; an operator leaves one after a backup was put back.
/// </summary>
/// <remarks>
/// Who holds the ledger first claims a file by renaming it, then begins an epoch, then deletes it. So a process that finds
/// its file unclaimed knows that an epoch will begin later than this moment: it need not write a file for each invalidation.
/// </remarks>
internal sealed class EpochRequests(FolderGuard guard)
{
    private const string FolderName = "new-epoch";
    private const string Claimed = ".claimed";
    private const string Expires = ".expire";

    private readonly HashSet<string> _stuck = [];

    public string Folder => Path.Join(guard.Root, FolderName);

    public bool Any() => Directory.Exists(Folder) && Directory.EnumerateFiles(Folder).Any(path => !_stuck.Contains(path));

    /// <returns>The files to delete when an epoch has begun; none when nobody asks.</returns>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public IReadOnlyList<string> Claim()
    {
        guard.Prepare(Folder);
        try
        {
            return [.. Directory.EnumerateFiles(Folder).ToList().Where(path => !_stuck.Contains(path)).Select(Claim)];
        }
        catch (UnauthorizedAccessException e)
        {
            throw DurableFile.AsIOException(e);
        }
    }

    /// <summary>
    /// Whether a new epoch is too little, because others acknowledged an expiry. Of what, the file does not say: it is left on
    /// a disk that may be full.
    /// </summary>
    public static bool AskToExpire(IEnumerable<string> claimed, string? ownName) => claimed
        .Select(static path => Path.GetFileName(path))
        .Any(name => name.Contains(Expires, StringComparison.Ordinal) && (ownName is null || !name.StartsWith(ownName, StringComparison.Ordinal)));

    // A file that could not be deleted is answered again at the next start.
    public static void Answered(IEnumerable<string> claimed)
    {
        foreach (var path in claimed)
        {
            DurableFile.TryDelete(path);
        }
    }

    /// <summary>
    /// Asks in the name of a process, so that it is still asked after a crash. There is another file for what must not be
    /// shown once more.
    /// </summary>
    /// <exception cref="IOException">Nobody was asked.</exception>
    public void Ask(string process, InvalidationKind kind)
    {
        var path = Path.Join(Folder, kind is InvalidationKind.Expire ? process + Expires : process);

        // Still there: nobody has claimed it, so an epoch begins later than this.
        if (File.Exists(path))
        {
            return;
        }

        guard.Prepare(Folder);
        try
        {
            using var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            if (OperatingSystem.IsLinux())
            {
                NativeFile.Flush(file, path);
                NativeFile.FlushDirectory(Folder);
            }
        }
        catch (UnauthorizedAccessException e)
        {
            throw DurableFile.AsIOException(e);
        }
    }

    // One that cannot be renamed is answered once in the life of this process, not every two seconds.
    private string Claim(string path)
    {
        if (path.EndsWith(Claimed, StringComparison.Ordinal))
        {
            return path;
        }

        try
        {
            File.Move(path, path + Claimed, overwrite: true);
            return path + Claimed;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _stuck.Add(path);
            return path;
        }
    }
}
