using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Perennial.Caching.Files;

/// <summary>The calls whose errors .NET hides: FileStream.Flush(true) and RandomAccess.FlushToDisk return normally on EIO.</summary>
[SupportedOSPlatform("linux")]
internal static partial class NativeFile
{
    private const int InterruptedCall = 4; // EINTR
    private const int ReadOnlyCloseOnExec = 0x80000; // O_RDONLY | O_CLOEXEC, the same on every Linux architecture of .NET

    private const int CurrentDirectory = -100; // AT_FDCWD
    private const int OfDescriptor = 0x1000; // AT_EMPTY_PATH
    private const uint WantsLinks = 0x4; // STATX_NLINK
    private const uint WantsInode = 0x100; // STATX_INO
    private const uint WantsBirth = 0x800; // STATX_BTIME

    public static void Flush(SafeHandle file, string path)
    {
        var taken = false;
        try
        {
            file.DangerousAddRef(ref taken);
            Flush((int)file.DangerousGetHandle(), path);
        }
        finally
        {
            if (taken)
            {
                file.DangerousRelease();
            }
        }
    }

    /// <summary>Makes names in a directory durable. .NET cannot open a directory, so this is done in whole here.</summary>
    public static void FlushDirectory(string path) => WithDirectory(path, static (descriptor, path) => Flush(descriptor, path));

    /// <summary>
    /// Makes everything durable that was written to the file system of a directory, by whomever. An error of one of our files
    /// is told since Linux 5.8.
    /// </summary>
    public static void FlushFileSystemOf(string path) => WithDirectory(path, static (descriptor, path) =>
    {
        if (SyncFileSystem(descriptor) != 0)
        {
            throw Failure("syncfs", path);
        }
    });

    private static void WithDirectory(string path, Action<int, string> act)
    {
        var descriptor = Open(path, ReadOnlyCloseOnExec, 0);
        if (descriptor < 0)
        {
            throw Failure("open", path);
        }

        try
        {
            act(descriptor, path);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    /// <summary>rename(2) and nothing else: File.Move copies when both paths lie on different devices.</summary>
    public static void Move(string from, string to)
    {
        if (Rename(from, to) != 0)
        {
            throw Failure("rename", to);
        }
    }

    /// <summary>The inode of a file, and when its file system made it (nanoseconds since 1970); zeros where nobody knows.</summary>
    public static (long Inode, long Birth) Origin(string path)
    {
        try
        {
            Span<byte> found = stackalloc byte[256];
            if (Status(CurrentDirectory, path, 0, WantsInode | WantsBirth, ref MemoryMarshal.GetReference(found)) is not 0)
            {
                return default;
            }

            // struct statx, the same on every architecture: mask at 0, inode at 32, birth at 80 (seconds) and 88 (nanoseconds).
            var hasBirth = (MemoryMarshal.Read<uint>(found) & WantsBirth) is not 0;
            return (
                MemoryMarshal.Read<long>(found[32..]),
                hasBirth ? unchecked((MemoryMarshal.Read<long>(found[80..]) * 1_000_000_000) + MemoryMarshal.Read<uint>(found[88..])) : 0);
        }
        catch (EntryPointNotFoundException)
        {
            return default; // a C library from before 2018
        }
    }

    /// <summary>Whether a path names the very file that is open. An inode is not given to another file while somebody holds it open.</summary>
    public static bool IsOpenAs(SafeHandle file, string path)
    {
        var taken = false;
        try
        {
            file.DangerousAddRef(ref taken);
            Span<byte> open = stackalloc byte[256];
            Span<byte> found = stackalloc byte[256];
            return Status((int)file.DangerousGetHandle(), "", OfDescriptor, WantsInode, ref MemoryMarshal.GetReference(open)) is not 0
                || (Status(CurrentDirectory, path, 0, WantsInode, ref MemoryMarshal.GetReference(found)) is 0
                    && open[32..40].SequenceEqual(found[32..40])
                    && open[136..144].SequenceEqual(found[136..144])); // the device: major and minor number
        }
        catch (EntryPointNotFoundException)
        {
            return File.Exists(path);
        }
        finally
        {
            if (taken)
            {
                file.DangerousRelease();
            }
        }
    }

    /// <summary>Whether an open file has no name any more.</summary>
    public static bool IsDeleted(SafeHandle file)
    {
        var taken = false;
        try
        {
            file.DangerousAddRef(ref taken);
            Span<byte> open = stackalloc byte[256];
            return Status((int)file.DangerousGetHandle(), "", OfDescriptor, WantsLinks, ref MemoryMarshal.GetReference(open)) is 0
                && (MemoryMarshal.Read<uint>(open) & WantsLinks) is not 0
                && MemoryMarshal.Read<uint>(open[16..]) is 0;
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
        finally
        {
            if (taken)
            {
                file.DangerousRelease();
            }
        }
    }

    private static void Flush(int descriptor, string path)
    {
        while (Sync(descriptor) != 0)
        {
            if (Marshal.GetLastPInvokeError() != InterruptedCall)
            {
                throw Failure("fsync", path);
            }
        }
    }

    private static IOException Failure(string call, string path)
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException($"{call} '{path}': {Marshal.GetPInvokeErrorMessage(error)}", error);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "syncfs", SetLastError = true)]
    private static partial int SyncFileSystem(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Rename(string from, string to);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Status(int directory, string path, int flags, uint mask, ref byte found);
}
