using System.Diagnostics;

namespace Perennial.EndToEnd.Processes;

/// <summary>The app under test as <c>dotnet publish -o out</c> leaves it, in a folder that looks like its project's.</summary>
public sealed class PublishedNursery : IAsyncLifetime
{
    /// <summary>The folder of the project: its file, and a style sheet that is not the published one.</summary>
    public DirectoryInfo Project { get; } = Directory.CreateTempSubdirectory("perennial-project-");

    /// <summary>What was published, inside of it.</summary>
    public string Output => Path.Join(Project.FullName, "out");

    public async ValueTask InitializeAsync()
    {
        var bin = new DirectoryInfo(AppContext.BaseDirectory);
        var root = bin.Parent!.Parent!.Parent!.Parent!.FullName;
        await File.WriteAllTextAsync(Path.Join(Project.FullName, "Nursery.csproj"), "<Project />");
        Directory.CreateDirectory(Path.Join(Project.FullName, "wwwroot"));
        await File.WriteAllTextAsync(Path.Join(Project.FullName, "wwwroot", "nursery.css"), "/* a source */");

        using var publish = Process.Start(new ProcessStartInfo(
            "dotnet",
            ["publish", Path.Join(root, "tests", "EndToEnd", "Nursery"), "--no-build", "-c", bin.Name, "-o", Output, "-v", "quiet", "-nologo"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            Environment = { ["DOTNET_NOLOGO"] = "1", ["MSBUILDDISABLENODEREUSE"] = "1" },
        })!;
        var said = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();
        Assert.True(publish.ExitCode == 0, said);
    }

    public ValueTask DisposeAsync()
    {
        Project.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
