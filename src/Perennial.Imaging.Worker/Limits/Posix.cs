using System.Runtime.InteropServices;

namespace Perennial.Imaging.Limits;

internal static partial class Posix
{
    public const int Cpu = 0;
    public const int FileSize = 1;
    public const int Data = 2;
    public const int Core = 4;
    public const int OpenFiles = 7;
    public const int AddressSpace = 9;
    public const ulong Unlimited = ulong.MaxValue;

    private const int SetPipeSize = 1031;
    private const int FileSizeExceeded = 25;
    private const nint Ignore = 1;
    private const int NoNewPrivileges = 38;
    private const int Dumpable = 4;

    public static bool Limit(int resource, ulong soft, ulong hard)
    {
        var limit = new ResourceLimit { Soft = soft, Hard = hard };
        return SetLimit(resource, ref limit) is 0;
    }

    public static bool Seal() => Control(NoNewPrivileges, 1, 0, 0, 0) is 0 && Control(Dumpable, 0, 0, 0, 0) is 0;

    public static void WidenPipes() => _ = FileControl(0, SetPipeSize, 1 << 20) + FileControl(1, SetPipeSize, 1 << 20);

    /// <summary>
    /// Who writes to a file is told that it is full, and not ended: Orc, which the libvips of Debian 12 uses, tries a file
    /// for the code that it makes before it takes memory.
    /// </summary>
    public static void FailInsteadOfEnding() => _ = SetSignal(FileSizeExceeded, Ignore);

    public static void BeNice(int by) => _ = SetPriority(0, 0, by);

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static partial int SetLimit(int resource, ref ResourceLimit limit);

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint SetSignal(int signal, nint handler);

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int FileControl(int file, int command, nint value);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Control(int option, nuint a, nuint b, nuint c, nuint d);

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, int who, int priority);

    [StructLayout(LayoutKind.Sequential)]
    private struct ResourceLimit
    {
        public ulong Soft;
        public ulong Hard;
    }
}
