namespace Perennial.Browser;

/// <summary>The working tree that this suite was built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>How this suite was built, and what it runs with it.</summary>
    public static string Configuration { get; } =
        Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)).StartsWith("release", StringComparison.OrdinalIgnoreCase)
            ? "Release"
            : "Debug";

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Perennial.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"No Perennial.slnx above {AppContext.BaseDirectory}.");
    }
}
