namespace Perennial.EndToEnd.Processes;

/// <summary>What a process holds open, as the kernel names it.</summary>
internal static class OpenFiles
{
    /// <summary>How the kernel names what tells a process that a file has changed.</summary>
    public const string Watcher = "anon_inode:inotify";

    public static IReadOnlyList<string> Of(int process) =>
        [.. Directory.EnumerateFileSystemEntries($"/proc/{process}/fd").Select(TargetOf).OfType<string>()];

    // What was open a moment ago may be closed by now.
    private static string? TargetOf(string descriptor)
    {
        try
        {
            return new FileInfo(descriptor).LinkTarget;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
