using System.Globalization;

namespace Perennial.Bench.Driver;

/// <summary>A process and all that it started, as Linux counts them in <c>/proc</c>.</summary>
internal static class ProcessTree
{
    // The kernel reports times in USER_HZ, which is 100 on every architecture that .NET runs on.
    private const double MicrosecondsPerTick = 10_000;

    /// <summary>User and system time of the tree, children that have ended and were waited for included, in microseconds.</summary>
    public static double CpuMicroseconds(int root) =>
        Members(root).Sum(member => member.Ticks) * MicrosecondsPerTick;

    /// <summary>User and system time of all children of this process that have ended, with theirs, in microseconds.</summary>
    public static double EndedChildrenCpuMicroseconds() => (Read(Environment.ProcessId)?.EndedTicks ?? 0) * MicrosecondsPerTick;

    /// <summary>User and system time of one process alone, in microseconds.</summary>
    public static double OwnCpuMicroseconds(int id) => (Read(id)?.Ticks ?? 0) * MicrosecondsPerTick;

    /// <summary>The processes that one has started and that still run, but for those of a name.</summary>
    public static IReadOnlyList<int> Children(int root, string without) =>
        [.. Members(root).Where(member => member.Parent == root && member.Name != without).Select(static member => member.Id)];

    /// <summary>Resident memory of the tree in bytes; shared pages count once for each process.</summary>
    public static long ResidentBytes(int root) => Members(root).Sum(member => Resident(member.Id));

    private static List<Member> Members(int root)
    {
        var all = new Dictionary<int, Member>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && Read(id) is { } member)
            {
                all[id] = member;
            }
        }

        bool Belongs(Member member) =>
            member.Id == root || (all.TryGetValue(member.Parent, out var parent) && Belongs(parent));

        return [.. all.Values.Where(Belongs)];
    }

    private static Member? Read(int id)
    {
        try
        {
            // The second field, the name, may hold spaces and parentheses: count from the last one (proc(5)).
            var text = File.ReadAllText($"/proc/{id}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            var ticks = fields[11..15].Sum(field => long.Parse(field, CultureInfo.InvariantCulture));
            var name = text[(text.IndexOf('(', StringComparison.Ordinal) + 1)..text.LastIndexOf(')')];
            var ended = fields[13..15].Sum(field => long.Parse(field, CultureInfo.InvariantCulture));
            return new Member(id, int.Parse(fields[1], CultureInfo.InvariantCulture), ticks, ended, name);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static long Resident(int id)
    {
        try
        {
            var line = File.ReadLines($"/proc/{id}/status").FirstOrDefault(text => text.StartsWith("VmRSS:", StringComparison.Ordinal));
            return line is null ? 0 : 1024 * long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private readonly record struct Member(int Id, int Parent, long Ticks, long EndedTicks, string Name);
}
