using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Perennial.Bench.Driver;

/// <summary>Where the figures come from.</summary>
internal static partial class Machine
{
    public static async Task<IReadOnlyList<(string What, string Value)>> DescribeAsync(BenchOptions options, CancellationToken cancellationToken)
    {
        var next = Path.Combine(options.NextFolder, "node_modules/next/package.json");
        return
        [
            ("processor", $"{Cores()} × {Field("/proc/cpuinfo", "model name")}{(Pinning.Available ? "; servers on core 0, load on core 1" : "; nothing pinned")}"),
            ("memory", Field("/proc/meminfo", "MemTotal")),
            ("kernel", (await File.ReadAllTextAsync("/proc/sys/kernel/osrelease", cancellationToken)).Trim()),
            (".NET", RuntimeInformation.FrameworkDescription),
            ("Next.js", $"{Field(next, "\"version\"")} on node {await FirstLineAsync("node", "-v", cancellationToken)}"),
            ("nginx", await FirstLineAsync("nginx", "-v", cancellationToken)),
            ("commit", await CommitAsync(cancellationToken)),
            ("date", $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC"),
            ("load average at the start", Load()),
        ];
    }

    /// <summary>How busy the machine is: figures taken beside other work are worth less.</summary>
    public static string Load() => File.ReadAllText("/proc/loadavg").Split(' ')[0];

    private static int Cores() =>
        Directory.EnumerateDirectories("/sys/devices/system/cpu").Count(folder => Cpu().IsMatch(folder));

    private static string Field(string file, string name) =>
        File.Exists(file) && File.ReadLines(file).FirstOrDefault(line => line.TrimStart().StartsWith(name, StringComparison.Ordinal)) is { } line
            ? line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim(' ', '\t', '"', ',')
            : "unknown";

    private static async Task<string> FirstLineAsync(string tool, string argument, CancellationToken cancellationToken) =>
        (await Tool.RunAsync(tool, [argument], cancellationToken)).Trim().Split('\n')[0];

    private static async Task<string> CommitAsync(CancellationToken cancellationToken)
    {
        var commit = await FirstLineAsync("git", "log", ["-1", "--format=%h"], cancellationToken);
        var changes = await Tool.RunAsync("git", ["status", "--porcelain", "--", "src", "bench/Perennial.Bench"], cancellationToken);
        return changes.Length == 0 ? commit : $"{commit}, with changes";
    }

    private static async Task<string> FirstLineAsync(string tool, string verb, string[] arguments, CancellationToken cancellationToken) =>
        (await Tool.RunAsync(tool, [verb, .. arguments], cancellationToken)).Trim().Split('\n')[0];

    [GeneratedRegex(@"/cpu\d+$")]
    private static partial Regex Cpu();
}
