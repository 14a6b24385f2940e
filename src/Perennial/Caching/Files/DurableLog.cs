using Microsoft.Win32.SafeHandles;

namespace Perennial.Caching.Files;

/// <summary>
/// A file that grows at its end. What <see cref="Append"/> returned from is on the disk: it is opened with O_SYNC, which
/// reports the errors that .NET's flush does not.
/// </summary>
internal sealed class DurableLog(FolderGuard guard, string path) : IDisposable
{
    private SafeFileHandle? _file;
    private bool _isSuspect;

    public string Path => path;

    public long Length { get; private set; }

    /// <summary>
    /// Whether the file is the one we left. After a failed write nobody knows what the disk holds, and somebody may have
    /// deleted it, or put another one there.
    /// </summary>
    public bool IsIntact =>
        _file is not null && !_isSuspect && DurableFile.IsOpenAs(_file, path) && new FileInfo(path).Length == Length;

    public void Continue(long length)
    {
        Reopen();
        if (RandomAccess.GetLength(_file!) != length)
        {
            RandomAccess.SetLength(_file!, length);
        }

        Length = length;
    }

    public void Replace(ReadOnlySpan<byte> content)
    {
        guard.Prepare(System.IO.Path.GetDirectoryName(path)!);
        var temporary = path + DurableFile.TemporaryExtension;
        DurableFile.TryDelete(temporary);
        _isSuspect = true;
        DurableFile.Write(path, content, temporary);
        Reopen();
        Length = content.Length;
        _isSuspect = false;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        guard.Prepare(System.IO.Path.GetDirectoryName(path)!);
        try
        {
            RandomAccess.Write(_file!, bytes, Length);
            Length += bytes.Length;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _isSuspect = true;
            TryCut();
            throw DurableFile.AsIOException(e);
        }
    }

    /// <summary>What was written last must not stand: the caller's next write is a <see cref="Replace"/>.</summary>
    public void MarkSuspect() => _isSuspect = true;

    public void Dispose() => _file?.Dispose();

    private void Reopen()
    {
        _file?.Dispose();
        _file = null;
        try
        {
            _file = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.Read, FileOptions.WriteThrough);
        }
        catch (UnauthorizedAccessException e)
        {
            throw DurableFile.AsIOException(e);
        }
    }

    // Best effort: if the process dies before the replacement, the tail is dropped when it is read again, or taken as an
    // addition that nobody was promised.
    private void TryCut()
    {
        try
        {
            RandomAccess.SetLength(_file!, Length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The file is suspect already.
        }
    }
}
