using System.Globalization;

namespace Perennial.Imaging.Limits;

/// <summary>
/// Set by the worker itself, before the first byte of a picture: hard limits cannot be raised again. The obvious idea, to
/// start the process with them, does not work: .NET reserves 256 GB of addresses and a file in memory while it starts.
/// NPROC is left alone: it counts every thread of the user in the whole system, the server's included.
/// </summary>
internal static class Confinement
{
    /// <summary>What a worker has open, and some more for the runtime.</summary>
    private const ulong OpenFiles = 64;

    /// <summary>Stacks of threads and mappings that are no memory yet.</summary>
    private const ulong AddressSlack = 256UL << 20;

    /// <summary>Pages are answered first.</summary>
    private const int Niceness = 5;

    public static void BeforeStart()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        Posix.BeNice(Niceness);
        Posix.WidenPipes();
        Posix.FailInsteadOfEnding();
        try
        {
            // When the system runs out of memory, it is to take a worker and not the server.
            File.WriteAllText("/proc/self/oom_score_adj", "500");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A system without it chooses by size; that is the worker as well.
        }
    }

    public static bool Apply(long memory)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        // proc(5): size, resident, shared, text, lib, data, in pages.
        var taken = File.ReadAllText("/proc/self/statm").Split(' ')
            .Select(static number => ulong.Parse(number, CultureInfo.InvariantCulture) * (ulong)Environment.SystemPageSize)
            .ToArray();
        var (addresses, data) = (taken[0] + (ulong)memory + AddressSlack, taken[5] + (ulong)memory);
        return Posix.Limit(Posix.AddressSpace, addresses, addresses)
            && Posix.Limit(Posix.Data, data, data)
            && Posix.Limit(Posix.FileSize, 0, 0)
            && Posix.Limit(Posix.Core, 0, 0)
            && Posix.Limit(Posix.OpenFiles, OpenFiles, OpenFiles)
            && Posix.Seal();
    }

    /// <summary>So many seconds from now; then the kernel ends the process. The server's clock is the other half.</summary>
    public static void AllowCpu(uint seconds)
    {
        if (OperatingSystem.IsLinux())
        {
            var used = (ulong)Math.Ceiling(Environment.CpuUsage.TotalTime.TotalSeconds);
            _ = Posix.Limit(Posix.Cpu, used + seconds, Posix.Unlimited);
        }
    }
}
