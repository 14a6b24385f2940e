using Microsoft.Win32.SafeHandles;

namespace Perennial.Caching.Files;

/// <summary>
/// Files that are whole or absent, through crashes and power loss. The order is the point: bytes, fsync, rename, fsync of
/// the directory. Without the first fsync a file of zero bytes stood under the final name on xfs and on ext4.
/// </summary>
/// <remarks>These calls block. Off Linux the system's own write-through has to do; only Linux is tested.</remarks>
internal static class DurableFile
{
    public const string TemporaryExtension = ".tmp";

    /// <param name="path">The final name.</param>
    /// <param name="bytes">All of it.</param>
    /// <param name="temporary">A name in the same directory that nobody else uses.</param>
    /// <exception cref="IOException">Nothing was changed, or nobody knows: what stands there is the old or the new file.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes, string temporary)
    {
        try
        {
            WriteBeside(temporary, bytes);
            Rename(temporary, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            TryDelete(temporary);
            throw AsIOException(e);
        }
    }

    public static void Rename(string from, string to)
    {
        if (OperatingSystem.IsLinux())
        {
            NativeFile.Move(from, to);
            NativeFile.FlushDirectory(Path.GetDirectoryName(to)!);
        }
        else
        {
            File.Move(from, to, overwrite: true);
        }
    }

    /// <summary>For a folder that nobody reads before all of it is durable.</summary>
    public static void WriteUnsynced(string path, ReadOnlySpan<byte> bytes)
    {
        try
        {
            // Share everything: then .NET takes no lock.
            using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, Options);
            RandomAccess.Write(file, bytes, 0);
        }
        catch (UnauthorizedAccessException e)
        {
            throw AsIOException(e);
        }
    }

    /// <summary>Makes all durable that <see cref="WriteUnsynced"/> wrote below a folder, names included.</summary>
    public static void FlushFileSystemOf(string folder)
    {
        if (OperatingSystem.IsLinux())
        {
            NativeFile.FlushFileSystemOf(folder);
        }
    }

    public static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A temporary file that stays is swept at the next start.
        }
    }

    /// <summary>
    /// Whether a path still names the file that is open. Who deletes it and makes another one leaves us a file without a name:
    /// what is written into it succeeds, and is lost. (Windows deletes no file that is open.)
    /// </summary>
    public static bool IsOpenAs(SafeFileHandle file, string path) =>
        !file.IsClosed && (OperatingSystem.IsLinux() ? NativeFile.IsOpenAs(file, path) : File.Exists(path));

    /// <summary>Whether an open file has no name any more, so that nobody will ever read it.</summary>
    public static bool IsDeleted(SafeFileHandle file) => OperatingSystem.IsLinux() && NativeFile.IsDeleted(file);

    public static IOException AsIOException(Exception e) =>
        e as IOException ?? new IOException(e.Message, e) { HResult = e.InnerException?.HResult ?? e.HResult };

    private static FileOptions Options => OperatingSystem.IsLinux() ? FileOptions.None : FileOptions.WriteThrough;

    private static void WriteBeside(string path, ReadOnlySpan<byte> bytes)
    {
        using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, Options);
        RandomAccess.Write(file, bytes, 0);
        if (OperatingSystem.IsLinux())
        {
            NativeFile.Flush(file, path);
        }
        else
        {
            RandomAccess.FlushToDisk(file);
        }
    }
}
