using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Perennial.Caching.Files;

/// <summary>The calls whose errors .NET hides: FileStream.Flush(true) and RandomAccess.FlushToDisk return normally on EIO.</summary>
[SupportedOSPlatform("linux")]
internal static partial class NativeFile
{
    private const int InterruptedCall = 4; // EINTR
    private const int ReadOnlyCloseOnExec = 0x80000; // O_RDONLY | O_CLOEXEC, the same on every Linux architecture of .NET

    /// <exception cref="IOException">Its HResult is errno, as in .NET's own.</exception>
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
    public static void FlushDirectory(string path)
    {
        var descriptor = Open(path, ReadOnlyCloseOnExec, 0);
        if (descriptor < 0)
        {
            throw Failure("open", path);
        }

        try
        {
            Flush(descriptor, path);
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

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Rename(string from, string to);
}
