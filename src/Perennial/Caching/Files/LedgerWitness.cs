using Microsoft.Win32.SafeHandles;

namespace Perennial.Caching.Files;

/// <summary>
/// A small file beside the ledger that says how far it went. It is written after the ledger and before the
/// acknowledgement: it never says less than was acknowledged, nor more than the ledger holds, unless the ledger lost something.
/// </summary>
internal sealed class LedgerWitness(FolderGuard guard) : IDisposable
{
    private readonly string _path = CacheFolder.WitnessIn(guard.Root);
    private SafeFileHandle? _file;
    private bool _isSuspect;
    private FolderIdentity _here;
    private long _turn;

    private bool IsIntact =>
        _file is not null && !_isSuspect && DurableFile.IsOpenAs(_file, _path) && new FileInfo(_path).Length == WitnessFormat.Length;

    public static Witness? Read(string path)
    {
        try
        {
            using var file = new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            var bytes = new byte[WitnessFormat.Length + 1];
            return WitnessFormat.Read(bytes.AsSpan(0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <exception cref="IOException">It was not written, or nobody knows.</exception>
    public void Write(LedgerPosition position, bool isOpened)
    {
        if (!IsIntact)
        {
            Make(position, isOpened);
            return;
        }

        try
        {
            Append(position, isOpened);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _isSuspect = true;
            throw DurableFile.AsIOException(e);
        }
    }

    /// <summary>
    /// The process ends. The file is made anew, so that a copy which was taken while it ran is told from it, also when it is
    /// written over it.
    /// </summary>
    public void End(LedgerPosition position, bool isOpened)
    {
        if (!IsIntact)
        {
            return;
        }

        try
        {
            Make(position, isOpened);
        }
        catch (IOException)
        {
            // The file that is already there says the same.
        }
    }

    /// <summary>
    /// Something is about to be acknowledged in another folder. The one that this was written in may be put back, and would be
    /// believed: so it says through the open file that it vouches for nothing. One that stands where it stood is whoever's
    /// holds the folder now.
    /// </summary>
    /// <exception cref="IOException">It cannot be written there: the other folder must not be used.</exception>
    public void Abandon()
    {
        if (_file is null || DurableFile.IsOpenAs(_file, _path) || DurableFile.IsDeleted(_file))
        {
            return;
        }

        try
        {
            for (var slot = 0; slot < 2; slot++)
            {
                Append(LedgerPosition.Unwatched, isOpened: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"'{guard.Root}' was moved, and what it holds may be put back; it could not be marked as abandoned: {e.Message} Put it back, or start the app anew.", e);
        }
    }

    public void Dispose() => _file?.Dispose();

    private void Append(LedgerPosition position, bool isOpened)
    {
        var slot = WitnessFormat.Slot(new(position, isOpened, _here), ++_turn);
        RandomAccess.Write(_file!, slot, _turn % 2 * WitnessFormat.SlotLength);
    }

    // In two steps: when the file was made is known only when it is there. A crash in between leaves one that says 0: unknown.
    private void Make(LedgerPosition position, bool isOpened)
    {
        guard.Prepare(guard.Root);
        try
        {
            var temporary = _path + DurableFile.TemporaryExtension;
            DurableFile.TryDelete(temporary);
            var slot = WitnessFormat.Slot(new(position, isOpened, FolderIdentity.Of(guard.Root) with { Birth = 0 }), 0);
            DurableFile.Write(_path, [.. slot, .. slot], temporary);
            var made = File.OpenHandle(
                _path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, FileOptions.WriteThrough);
            _file?.Dispose();
            _file = made;
            (_turn, _here) = (0, FolderIdentity.Of(guard.Root));
            Append(position, isOpened);
            Append(position, isOpened);
            _isSuspect = false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _isSuspect = true;
            throw DurableFile.AsIOException(e);
        }
    }
}

/// <param name="Position">The last invalidation that was acknowledged, or is about to be.</param>
/// <param name="IsOpened">Whether a server ever held it; until then only <c>build</c> knows it.</param>
/// <param name="Folder">Where it was written.</param>
internal sealed record Witness(LedgerPosition Position, bool IsOpened, FolderIdentity Folder);
