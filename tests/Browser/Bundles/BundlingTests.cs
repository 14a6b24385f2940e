using Perennial.Client.Build;

namespace Perennial.Browser.Bundles;

/// <summary>The program that makes bundles, with the real esbuild, on projects of a few lines.</summary>
public sealed class BundlingTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("perennial-bundling-");
    private readonly BundleSettings _settings;

    public BundlingTests() => _settings = new()
    {
        Project = _folder.FullName,
        Output = Path.Combine(_folder.FullName, "obj"),
        Mode = "Production",
        Esbuild = EsbuildLocator.Find(new() { Project = Path.Combine(Repository.Root, "tests/Browser/Orchard"), Output = "", Mode = "" })
            ?? throw new InvalidOperationException("esbuild is not installed: eng/setup.sh orchard"),
    };

    [Fact]
    public async Task An_error_in_a_source_is_told_with_its_place()
    {
        Write("Client/a.ts", "const a = 1\nimport './nope'\n");
        Write("Client/b.tsx", "const b: = 1\n");

        Assert.Equal(
            ["Client/a.ts(2,8): error PER1232: Could not resolve \"./nope\"", "Client/b.tsx(1,10): error PER1232: Unexpected \"=\""],
            (await BuildAsync()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_warning_stops_nothing()
    {
        Write("Client/a.ts", "if (typeof window == 'nope') console.log(1)\n");

        Assert.StartsWith("Client/a.ts(1,22): warning PER1234: ", Assert.Single(await BuildAsync()), StringComparison.Ordinal);
        Assert.True(File.Exists(_settings.Assets));
    }

    [Fact]
    public async Task Without_esbuild_the_error_says_what_to_type()
    {
        Write("Client/a.ts", "");
        var told = await BuildAsync(_settings with { Esbuild = "" });

        Assert.Equal(
            $"Perennial: error PER1230: Client/ is to be bundled, and esbuild is not installed for {EsbuildLocator.Platform}. "
            + $"Type in '{_settings.Project}': npm install --save-dev --save-exact esbuild@{EsbuildLocator.Version}",
            Assert.Single(told));

        Write("package.json", """{ "devDependencies": { "esbuild": "0.28.2" } }""");
        Assert.EndsWith(": npm install", Assert.Single(await BuildAsync(_settings with { Esbuild = "" })), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_bundles_are_optional_the_app_is_compiled_without_them_and_with_its_variables()
    {
        Write("Client/a.ts", "");
        Write(".env", "PUBLIC_A=a");

        Assert.Empty(await BuildAsync(_settings with { Esbuild = "", IsOptional = true }));
        Assert.Empty(await File.ReadAllTextAsync(_settings.Assets, TestContext.Current.CancellationToken));
        Assert.Contains("\"PUBLIC_A\": \"a\"", await File.ReadAllTextAsync(_settings.Environment, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no/such/file", "PER1230")]
    [InlineData("package.json", "PER1231")]
    public async Task An_esbuild_that_is_none_is_an_error(string path, string code)
    {
        Write("Client/a.ts", "");
        Write("package.json", "{}");

        Assert.Contains($"error {code}: ", Assert.Single(await BuildAsync(_settings with { Esbuild = path })), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_and_what_another_imports_cannot_make_one_style_sheet()
    {
        Write("Client/a.ts", "import './lib/x.css'\n");
        Write("Client/lib/x.css", "p { color: red }");
        Write("Client/a.css", "p { color: blue }");

        Assert.StartsWith("Client/a.css: error PER1233: ", Assert.Single(await BuildAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_done_twice_and_everything_that_changed_is()
    {
        Write("Client/a.ts", "import { b } from './lib/b'; console.log(b, process.env.PUBLIC_A)");
        Write("Client/lib/b.ts", "export const b = 1");
        var first = await OutputAsync();

        Assert.Equal(first, await OutputAsync());

        Write("Client/lib/b.ts", "export const b = 22");
        var second = await OutputAsync();
        Assert.NotEqual(first, second);

        Write(".env", "PUBLIC_A=a");
        var third = await OutputAsync();
        Assert.NotEqual(second, third);

        File.Delete(Directory.EnumerateFiles(_settings.Bundles).First());
        Assert.NotEqual(third, await OutputAsync());
    }

    [Fact]
    public async Task Sources_that_break_and_are_mended_are_bundled_again()
    {
        Write("Client/a.ts", "console.log(1)");
        var good = await OutputAsync();
        Write("Client/a.ts", "console.log(");
        Assert.NotEmpty(await BuildAsync());
        Write("Client/a.ts", "console.log(1)");

        Assert.Equal(Names(good), Names(await OutputAsync()));
    }

    [Fact]
    public async Task In_Development_there_are_maps_and_the_values_of_Development()
    {
        Write("Client/a.ts", "console.log(process.env.PUBLIC_A, process.env.NODE_ENV)");
        Write(".env.development", "PUBLIC_A=of-development");
        Write(".env.production", "PUBLIC_A=of-production");

        await BuildAsync(_settings with { Mode = "Development" });

        Assert.Contains(Directory.EnumerateFiles(_settings.Bundles), static file => file.EndsWith(".js.map", StringComparison.Ordinal));
        var script = await File.ReadAllTextAsync(Directory.EnumerateFiles(_settings.Bundles, "a.*.js").Single(), TestContext.Current.CancellationToken);
        Assert.Contains("\"of-development\", \"development\"", script, StringComparison.Ordinal);
        Assert.DoesNotContain(_folder.FullName, script, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_env_file_stops_the_build_with_its_own_error()
    {
        Write("Client/a.ts", "");
        Write(".env", "A=$A");
        using var output = new StringWriter();

        var code = await Run.MainAsync(
            [$"project={_settings.Project}", $"output={_settings.Output}", "mode=Production", $"esbuild={_settings.Esbuild}"], output);

        Assert.Equal(1, code);
        Assert.StartsWith("Perennial: error PER1043: ", output.ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<IEnumerable<string>> BuildAsync(BundleSettings? settings = null) =>
        (await new ClientBundle(settings ?? _settings).BuildAsync(TestContext.Current.CancellationToken)).Select(static diagnostic => diagnostic.ToString());

    /// <summary>The files, each with the moment when it was written.</summary>
    private async Task<List<string>> OutputAsync()
    {
        Assert.Empty(await BuildAsync());
        return [.. Directory.EnumerateFiles(_settings.Bundles).Order(StringComparer.Ordinal).Select(static file => $"{Path.GetFileName(file)} {File.GetLastWriteTimeUtc(file):O}")];
    }

    private static IEnumerable<string> Names(IEnumerable<string> output) => output.Select(static line => line.Split(' ')[0]);

    private void Write(string path, string text)
    {
        var file = Path.Combine(_folder.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
