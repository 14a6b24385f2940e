using Microsoft.Win32.SafeHandles;

namespace Perennial.Caching.Files;

/// <summary>
/// A small file beside the ledger that says how far it went. It is written after the ledger and before the
/// acknowledgement: it never says less than was acknowledged, nor more than the ledger holds, unless the ledger lost something.
/// </summary>
internal sealed class LedgerWitness(FolderGuard guard, string path, string lockFile) : IDisposable
{
    private SafeFileHandle? _file;
    private bool _isSuspect;
    private FolderIdentity _here;
    private long _turn;

    private bool IsIntact =>
        _file is not null && !_isSuspect && new FileInfo(path) is { Exists: true, Length: WitnessFormat.Length };

    /// <summary>Reads the witness of a ledger that may be in use.</summary>
    /// <returns>Null when there is none that can be read.</returns>
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
            var turn = _turn + 1;
            var slot = WitnessFormat.Slot(new(position, isOpened, _here), turn);
            RandomAccess.Write(_file!, slot, turn % 2 * WitnessFormat.SlotLength);
            _turn = turn;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _isSuspect = true;
            throw DurableFile.AsIOException(e);
        }
    }

    public void Dispose() => _file?.Dispose();

    private void Make(LedgerPosition position, bool isOpened)
    {
        guard.Prepare(guard.Root);
        try
        {
            // Looked at each time: after the whole folder was deleted, the lock's file may be none, or another one.
            _here = FolderIdentity.Of(lockFile);
            var (first, second) = (WitnessFormat.Slot(new(position, isOpened, _here), 0), WitnessFormat.Slot(new(position, isOpened, _here), 1));
            var temporary = path + DurableFile.TemporaryExtension;
            DurableFile.TryDelete(temporary);
            DurableFile.Write(path, [.. first, .. second], temporary);
            _file?.Dispose();
            _file = File.OpenHandle(
                path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, FileOptions.WriteThrough);
            (_turn, _isSuspect) = (1, false);
        }
        catch (UnauthorizedAccessException e)
        {
            throw DurableFile.AsIOException(e);
        }
    }
}
