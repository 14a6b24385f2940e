namespace Perennial.ImagingTests.Templates;

/// <summary>
/// The apps that the SDK's templates make, changed as README says and built together: one restore, one MSBuild, and the
/// packages of this build.
/// </summary>
public sealed class TemplateApps : IAsyncLifetime
{
    private readonly PackedPackages _packages = new();

    /// <summary>Each template with each kind of accounts that it offers and that needs nobody outside.</summary>
    public static IReadOnlyList<TemplateApp> All { get; } =
    [
        new("web", "web"),
        new("api", "webapi"),
        new("controllers", "webapi", "-controllers"),
        new("blazor", "blazor"),
        new("blazoraccounts", "blazor", "-au", "Individual"),
        new("mvc", "mvc"),
        new("mvcaccounts", "mvc", "-au", "Individual"),
        new("pages", "webapp"),
        new("pagesaccounts", "webapp", "-au", "Individual"),
        new("blazorrefused", true, "blazor", "-au", "Individual"),
        new("pagesrefused", true, "webapp", "-au", "Individual"),
    ];

    public string FolderOf(string name) => Path.Join(_packages.Folder, "templates", name);

    public async ValueTask InitializeAsync()
    {
        await _packages.InitializeAsync();
        var root = Directory.CreateDirectory(Path.Join(_packages.Folder, "templates")).FullName;
        var own = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        await File.WriteAllTextAsync(Path.Join(root, "Directory.Build.props"), $"""
            <Project>
              <PropertyGroup>
                <RestoreAdditionalProjectSources>{_packages.Feed}</RestoreAdditionalProjectSources>
                <RestorePackagesPath>{_packages.Folder}/packages</RestorePackagesPath>
                <RestoreFallbackFolders>{own}</RestoreFallbackFolders>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Perennial" Version="{PackedPackages.Version}" />
              </ItemGroup>
            </Project>
            """);
        foreach (var app in All)
        {
            await PackedPackages.DotnetAsync(root, ["new", .. app.Arguments, "-o", app.Name, "--no-restore"]);
            await app.ChangeAsync(FolderOf(app.Name));
        }

        var projects = All.Select(static app => $"<Project Path=\"{app.Name}/{app.Name}.csproj\" />");
        await File.WriteAllTextAsync(Path.Join(root, "all.slnx"), $"<Solution>{string.Concat(projects)}</Solution>");

        // The SDK's analyzers would look at the code of its own templates, at twice the price of compiling it.
        await PackedPackages.DotnetAsync(root, "build", "all.slnx", "-v:quiet", "-nologo", "-tl:off", "-nodeReuse:false", "-p:RunAnalyzers=false");
    }

    /// <summary>The app's verb <c>build</c>.</summary>
    public Task<(int Code, string Told)> BuildAsync(string name, params string[] arguments) =>
        PackedPackages.RunAsync(FolderOf(name), [ProgramOf(name), "build", .. arguments]);

    /// <summary>The app's verb <c>start</c>.</summary>
    internal Task<PublishedApp> StartAsync(string name) => PublishedApp.StartAsync(FolderOf(name), "dotnet", ProgramOf(name), "start");

    public ValueTask DisposeAsync() => _packages.DisposeAsync();

    private string ProgramOf(string name) => Path.Join(FolderOf(name), "bin", "Debug", "net10.0", name + ".dll");
}
