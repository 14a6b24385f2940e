namespace Perennial.Deployment;

/// <summary>The folder that <c>build</c> writes, and what stands in it. A running app only reads it.</summary>
internal sealed class BuildOutput
{
    private BuildOutput(string folder, BuildManifest? manifest, PerennialException? problem) =>
        (Folder, Manifest, Problem) = (folder, manifest, problem);

    public string Folder { get; }

    public string Entries => EntriesIn(Folder);

    /// <summary>Null when nothing was built, or nothing that can be used.</summary>
    public BuildManifest? Manifest { get; }

    /// <summary>Why there is no manifest although there is a file.</summary>
    public PerennialException? Problem { get; }

    public static string EntriesIn(string folder) => Path.Join(folder, "entries");

    /// <summary>An absolute path; a relative one begins at the app's own folder, because the current directory is anybody's.</summary>
    public static string FolderOf(DeploymentOptions options) =>
        Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.BuildDirectory, AppContext.BaseDirectory));

    /// <summary>Reads what was built.</summary>
    public static BuildOutput Open(DeploymentOptions options)
    {
        var folder = FolderOf(options);
        try
        {
            return new(folder, BuildManifestFile.Read(folder), null);
        }
        catch (PerennialException problem)
        {
            return new(folder, null, problem);
        }
    }

    /// <summary>For a process that has no use for a build: one that develops, or builds.</summary>
    public static BuildOutput None(DeploymentOptions options) => new(FolderOf(options), null, null);
}
