using Microsoft.Extensions.Hosting;

namespace Perennial.Deployment;

/// <summary>What a start serves: nothing in Development, nor where the build is only made now.</summary>
internal sealed class BuildOutput
{
    private BuildOutput(string folder, BuildManifest? manifest, PerennialException? problem) =>
        (Folder, Manifest, Problem) = (folder, manifest, problem);

    public string Folder { get; }

    public string Entries => EntriesIn(Folder);

    public BuildManifest? Manifest { get; }

    /// <summary>Why there is no manifest although there is a file.</summary>
    public PerennialException? Problem { get; }

    public static string EntriesIn(string folder) => Path.Join(folder, "entries");

    /// <summary>An absolute path; a relative one begins at the app's own folder, because the current directory is anybody's.</summary>
    public static string FolderOf(DeploymentOptions options) =>
        Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.BuildDirectory, AppContext.BaseDirectory));

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

    public static BuildOutput For(DeploymentOptions options, IHostEnvironment environment, bool isMadeNow) =>
        isMadeNow || environment.IsDevelopment() ? new(FolderOf(options), null, null) : Open(options);
}
