using System.Text.Json;
using Perennial.Images;

namespace Perennial.ImagingTests;

/// <summary>What a user gets: packages, and an app outside of this repository that has nothing but them.</summary>
public sealed class PackageTests(PackedPackages packages) : IClassFixture<PackedPackages>
{
    [Fact]
    public async Task Each_package_says_what_it_is()
    {
        foreach (var name in PackedPackages.Names)
        {
            var specification = await packages.TextOfAsync(name, $"{name}.nuspec");

            Assert.Contains("<license type=\"expression\">MIT", specification, StringComparison.Ordinal);
            Assert.DoesNotContain("<description>Package Description", specification, StringComparison.Ordinal);
            // An exact version would bind whoever uses the package to it.
            Assert.DoesNotContain("version=\"[", specification, StringComparison.Ordinal);
            Assert.StartsWith($"# {name}\n", await packages.TextOfAsync(name, "README.md"), StringComparison.Ordinal);
            Assert.Contains($"lib/net10.0/{name}.dll", packages.FilesOf(name));
            Assert.Contains($"lib/net10.0/{name}.xml", packages.FilesOf(name));
            Assert.Contains($"lib/net10.0/{name}.pdb", packages.SymbolsOf(name));
        }
    }

    [Fact]
    public void The_package_of_the_framework_has_what_bundles_an_apps_scripts()
    {
        var files = packages.FilesOf("Perennial");

        Assert.Superset(
            new HashSet<string>
            {
                "build/Perennial.props", "buildTransitive/Perennial.props", "tools/Perennial.Client.targets",
                "tools/Perennial.Client.Build.dll", "tools/Perennial.Client.Build.runtimeconfig.json", "tools/Perennial.DotEnv.dll",
            },
            files.ToHashSet());
    }

    [Fact]
    public async Task The_package_of_the_codec_has_its_worker_and_each_libvips_that_is_here_with_its_licence()
    {
        var files = packages.FilesOf("Perennial.Imaging");
        var here = Directory.GetDirectories(Path.Join(PackedPackages.Native, "node_modules", "@img")).Length;

        Assert.Contains("worker/perennial-imaging.dll", files);
        Assert.Contains("worker/perennial-imaging.runtimeconfig.json", files);
        Assert.Equal(here, files.Count(static file => file.StartsWith("runtimes/", StringComparison.Ordinal) && file.Contains("/native/libvips-", StringComparison.Ordinal)));
        Assert.Contains(files, static file => file.StartsWith("runtimes/linux-x64/native/libvips-cpp.so", StringComparison.Ordinal));
        Assert.Contains("LGPL-3.0-or-later", await packages.TextOfAsync("Perennial.Imaging", "Perennial.Imaging.nuspec"), StringComparison.Ordinal);
        Assert.Contains("GNU Lesser General Public License", await packages.TextOfAsync("Perennial.Imaging", "worker/NOTICE.md"), StringComparison.Ordinal);
    }

    /// <summary>eng/libvips.sh fetches what stands in package.json; what no line of Worker.targets names would be left out in silence.</summary>
    [Fact]
    public async Task Each_platform_that_is_fetched_is_packed()
    {
        await using var file = File.OpenRead(Path.Join(PackedPackages.Native, "package.json"));
        using var package = await JsonDocument.ParseAsync(file, cancellationToken: TestContext.Current.CancellationToken);
        var targets = await File.ReadAllTextAsync(Path.Join(PackedPackages.Native, "..", "Worker.targets"), TestContext.Current.CancellationToken);

        var platforms = package.RootElement.GetProperty("optionalDependencies").EnumerateObject().Select(static each => each.Name).ToList();

        Assert.Equal(7, platforms.Count);
        Assert.All(platforms, platform => Assert.Contains($"native/node_modules/{platform}/lib/libvips-", targets, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("portable", "dotnet", "App.dll")]
    [InlineData("single", "App", null, "--runtime", "linux-x64", "--self-contained", "false", "-p:PublishSingleFile=true")]
    public async Task An_app_that_has_nothing_but_the_packages_makes_its_pictures_smaller(
        string name, string program, string? argument, params string[] arguments)
    {
        var (folder, output) = await packages.PublishAsync(name, arguments);

        Assert.Contains("Client/ was left out, because esbuild is not installed", output, StringComparison.Ordinal);
        Assert.Equal(
            ["NOTICE.md", "perennial-imaging.dll", "perennial-imaging.runtimeconfig.json"],
            Directory.GetFiles(Path.Join(folder, "perennial-imaging")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        await using var app = await PublishedApp.StartAsync(folder, program is "dotnet" ? program : Path.Join(folder, program), argument);
        using var client = new HttpClient { BaseAddress = app.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/_perennial/image?url=%2Fphoto.png&w=640&q=75") { Headers = { { "Accept", "image/webp" } } };
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        await using var picture = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        Assert.Equal(new ImageInfo(ImageFormat.WebP, 640, 427), await ImageInfo.ReadAsync(picture, default));
        await Eventually.IsTrueAsync(() => app.Said.Contains("is ready: libvips 8.18.7", StringComparison.Ordinal));
    }
}
