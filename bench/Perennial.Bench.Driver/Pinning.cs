namespace Perennial.Bench.Driver;

/// <summary>Servers have one core, the load generator another; on a machine with one core nobody is pinned.</summary>
internal static class Pinning
{
    public const string ServerCore = "0";
    public const string LoadCore = "1";

    // The driver itself may be pinned, so .NET's own count of processors says nothing here.
    public static bool Available { get; } =
        File.Exists("/usr/bin/taskset") && Directory.Exists("/sys/devices/system/cpu/cpu1");
}
