using System.Diagnostics;

namespace Perennial.Bench.Driver;

/// <summary>Servers have one core, the load generator another; on a machine with one core nobody is pinned.</summary>
internal static class Pinning
{
    public const string ServerCore = "0";
    public const string LoadCore = "1";
    private const string AllCores = "0-1023"; // taskset leaves out those that are not there

    // The driver itself may be pinned, so .NET's own count of processors says nothing here.
    public static bool Available { get; } =
        File.Exists("/usr/bin/taskset") && Directory.Exists("/sys/devices/system/cpu/cpu1");

    /// <summary>For what uses all cores, by its nature. The driver itself may be pinned, and its children begin as it is.</summary>
    public static void Unpin(ProcessStartInfo start)
    {
        if (Available)
        {
            start.ArgumentList.Insert(0, start.FileName);
            start.ArgumentList.Insert(0, AllCores);
            start.ArgumentList.Insert(0, "-c");
            start.FileName = "taskset";
        }
    }
}
