using System.Diagnostics;
using System.IO.Compression;
using System.Runtime.CompilerServices;

namespace Perennial.ImagingTests;

/// <summary>The packages, made of what is built here, in a folder that is a feed, and the apps that are published from them.</summary>
public sealed class PackedPackages : IAsyncLifetime
{
    public const string Version = "0.0.1-test";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("perennial-packages-");

    public static IReadOnlyList<string> Names { get; } =
        ["Perennial", "Perennial.DotEnv", "Perennial.Imaging", "Perennial.OpenTelemetry", "Perennial.Testing"];

    /// <summary>Where the libraries of npm are.</summary>
    public static string Native { get; } = Path.Join(Root(), "src", "Perennial.Imaging", "native");

    public string Folder => _folder.FullName;

    public string Feed => Path.Join(Folder, "feed");

    /// <summary>One MSBuild for all of them; nothing is built, so nothing that runs is replaced.</summary>
    public async ValueTask InitializeAsync()
    {
        var projects = string.Join(';', Names.Select(static name => $"{Root()}/src/{name}/{name}.csproj"));
        await File.WriteAllTextAsync(Path.Join(Folder, "pack.proj"), $"""
            <Project>
              <Target Name="Pack">
                <MSBuild Projects="{projects}" Targets="Pack" Properties="NoBuild=true;Configuration=Debug;Version={Version};PackageOutputPath={Feed}" />
              </Target>
            </Project>
            """);
        await DotnetAsync(Folder, "msbuild", "pack.proj", "-t:Pack", "-v:quiet", "-nologo", "-nodeReuse:false");
    }

    public IReadOnlyList<string> FilesOf(string package) => FilesIn(PathOf(package));

    public IReadOnlyList<string> SymbolsOf(string package) => FilesIn(Path.ChangeExtension(PathOf(package), ".snupkg"));

    public async Task<string> TextOfAsync(string package, string file)
    {
        using var zip = await ZipFile.OpenReadAsync(PathOf(package));
        using var reader = new StreamReader(await zip.GetEntry(file)!.OpenAsync());
        return await reader.ReadToEndAsync();
    }

    /// <summary>
    /// An app that knows nothing of this repository, published. Packages of ours come from the feed and land in a folder of
    /// their own, so that no later test finds these; the others come from where they always do.
    /// </summary>
    public async Task<(string Folder, string Output)> PublishAsync(string name, params string[] arguments)
    {
        var app = Directory.CreateDirectory(Path.Join(Folder, name)).FullName;
        await File.WriteAllTextAsync(Path.Join(app, "App.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <RestoreAdditionalProjectSources>{Feed}</RestoreAdditionalProjectSources>
                <RestorePackagesPath>{Folder}/packages</RestorePackagesPath>
                <PerennialClientOptional>true</PerennialClientOptional>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Perennial.Imaging" Version="{Version}" />
              </ItemGroup>
            </Project>
            """);
        await File.WriteAllTextAsync(Path.Join(app, "Program.cs"), """
            var builder = PerennialApplication.CreateBuilder(args);
            builder.AddPerennial(options => options.SiteUrl = "https://example.com").AddImaging();
            var app = builder.Build();
            app.UsePerennial();
            app.UseStaticFiles();
            return await app.RunPerennialAsync();
            """);
        Directory.CreateDirectory(Path.Join(app, "Client"));
        await File.WriteAllTextAsync(Path.Join(app, "Client", "site.ts"), "export {}");
        Directory.CreateDirectory(Path.Join(app, "wwwroot"));
        await File.WriteAllBytesAsync(Path.Join(app, "wwwroot", "photo.png"), OpenCodec.Hard);
        var output = await DotnetAsync(app, ["publish", "-c", "Release", "-o", "out", "-nologo", "-tl:off", "-nodeReuse:false", "-p:RunAnalyzers=false", .. arguments]);
        return (Path.Join(app, "out"), output);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return default;
    }

    private static IReadOnlyList<string> FilesIn(string archive)
    {
        using var zip = ZipFile.OpenRead(archive);
        return [.. zip.Entries.Select(static entry => entry.FullName)];
    }

    private string PathOf(string package) => Path.Join(Feed, $"{package}.{Version}.nupkg");

    /// <summary>Runs a command of the SDK, which must succeed; returns what it said.</summary>
    public static async Task<string> DotnetAsync(string folder, params string[] arguments)
    {
        var (code, told) = await RunAsync(folder, arguments);
        Assert.True(code is 0, told);
        return told;
    }

    /// <summary>Runs a command, or an app, to its end.</summary>
    public static async Task<(int Code, string Told)> RunAsync(string folder, params string[] arguments)
    {
        using var dotnet = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            // A compiler server that outlives the test would hold its output open.
            Environment = { ["UseSharedCompilation"] = "false", ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1" },
        })!;
        var errors = dotnet.StandardError.ReadToEndAsync();
        var told = await dotnet.StandardOutput.ReadToEndAsync() + await errors;
        await dotnet.WaitForExitAsync();
        return (dotnet.ExitCode, told);
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Join(Path.GetDirectoryName(here), "..", ".."));
}
