using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Perennial.Caching.Files;

/// <summary>
/// The folder of entries, ledger and set-aside files, held by one process at a time. Two processes would each believe
/// their own index and their own ledger.
/// </summary>
/// <remarks>
/// <code>
/// lock                      held by the process, released by the system when it ends, however it ends
/// owner                     its process id, for the message that another one shows
/// entries/ab/{hash}.page    one entry each
/// images/ab/{hash}.page     the same for optimised images, with limits of their own
/// ledger/tags.log           the invalidations
/// ledger.last               the number of the last one, and where it was written
/// new-epoch/                who leaves a file here asks for a new epoch
/// code                      which code has kept entries here
/// superseded/{run}.log      built pages that were replaced at run time, for each of the last runs of build
/// quarantine/               the last bad entries, for whoever wants to look
/// </code>
/// </remarks>
internal sealed class CacheFolder : IDisposable
{
    private FileStream _lock;

    private CacheFolder(FolderGuard guard, FileStream held) =>
        (Guard, _lock, Requests) = (guard, held, new EpochRequests(guard));

    public FolderGuard Guard { get; }

    public string Root => Guard.Root;

    public string Entries => Path.Join(Root, Shelf.PagesName);

    public string Quarantine => Path.Join(Root, "quarantine");

    public string LedgerFile => LedgerIn(Root);

    public string WitnessFile => WitnessIn(Root);

    public EpochRequests Requests { get; }

    public string CodeFile => Path.Join(Root, "code");

    public string Superseded => Path.Join(Root, "superseded");

    /// <summary>An absolute path; a relative one begins at the app's own folder, because the current directory is anybody's.</summary>
    public static string Resolve(string directory) => Path.GetFullPath(directory, AppContext.BaseDirectory);

    public static string LedgerIn(string root) => Path.Join(root, "ledger", "tags.log");

    /// <summary>Not beside the ledger: who puts back a copy of that folder does not put this one back.</summary>
    public static string WitnessIn(string root) => Path.Join(root, "ledger.last");

    public static string LockIn(string root) => Path.Join(root, "lock");

    public static Task<CacheFolderResult> OpenAsync(string directory, CancellationToken cancellationToken) =>
        Task.Run(() => Open(Resolve(directory)), cancellationToken);

    /// <summary>
    /// Whether the folder that stands there is the one that is held: the folder or its lock may have been deleted while the
    /// process ran, and then another process can come in.
    /// </summary>
    public bool IsHeld => DurableFile.IsOpenAs(_lock.SafeFileHandle, LockIn(Root));

    /// <summary>Whether no process holds the folder that stands there now.</summary>
    public bool IsFree()
    {
        using var held = TryLock(LockIn(Root));
        return held is not null;
    }

    /// <summary>Holds the folder that stands there now, if no other process does.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public bool TryHoldAgain()
    {
        Guard.Prepare(Root);
        if (TryLock(LockIn(Root)) is not { } held)
        {
            return false;
        }

        try
        {
            Prove();
        }
        catch
        {
            // Not held halfway: the next try would take it for done, and the owner's name would stay that of the last one.
            held.Dispose();
            throw;
        }

        _lock.Dispose();
        _lock = held;
        return true;
    }

    public void Dispose() => _lock.Dispose();

    private static CacheFolderResult Open(string root)
    {
        FileStream? held = null;
        try
        {
            FolderGuard.Create(root);
            var guard = new FolderGuard(root);
            held = TryLock(LockIn(guard.Root));
            if (held is null)
            {
                return new(null, $"'{root}' is in use by {Owner(guard.Root)}. Give each process its own Perennial:Cache:Directory.");
            }

            var folder = new CacheFolder(guard, held);
            folder.Prove();
            return new(folder, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            held?.Dispose();
            return new(null, $"'{root}' cannot be written: {e.Message} Give a folder that the app may write: Perennial:Cache:Directory.");
        }
    }

    private static FileStream? TryLock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException e) when (File.Exists(path) && e is not FileNotFoundException and not DirectoryNotFoundException && IsSharing(e))
        {
            return null;
        }
    }

    // EAGAIN (Linux, macOS) and ERROR_SHARING_VIOLATION. Anything else is trouble of another kind.
    private static bool IsSharing(IOException e) => (e.HResult & 0xFFFF) is 11 or 35 or 32;

    private static string Owner(string root)
    {
        try
        {
            return $"process {File.ReadAllText(Path.Join(root, "owner")).Trim()}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "another process";
        }
    }

    private void Prove()
    {
        var owner = Path.Join(Root, "owner");
        var temporary = owner + DurableFile.TemporaryExtension;
        DurableFile.TryDelete(temporary);
        DurableFile.Write(
            owner, System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)), temporary);
        Guard.Prepare(Entries);
        Guard.Prepare(Path.GetDirectoryName(LedgerFile)!);
        Guard.Prepare(Requests.Folder);
    }
}

internal sealed record CacheFolderResult(CacheFolder? Folder, string? Reason)
{
    [MemberNotNullWhen(true, nameof(Folder))]
    [MemberNotNullWhen(false, nameof(Reason))]
    public bool IsOpen => Folder is not null;
}
