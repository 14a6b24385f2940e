namespace Perennial.EndToEnd.Processes;

/// <summary>What an operator reads when a verb cannot be done: one line each, exit code 1, no stack trace.</summary>
public sealed class VerbErrorTests
{
    [Fact]
    public async Task Start_without_a_build_says_what_to_type()
    {
        await using var app = AppProcess.Nursery();

        var (code, output, error) = await app.RunAsync("start");

        Assert.Equal(1, code);
        Assert.Matches("^error PER3010: No build in '.*build'. Run 'dotnet .*Nursery.dll build' first.\n$", error);
        Assert.Equal("", output);
    }

    [Fact]
    public async Task Without_a_verb_the_site_serves_without_a_build_and_says_so_once()
    {
        await using var app = AppProcess.Nursery();

        await app.StartAsync("--environment=Production");

        Assert.StartsWith("Perennial; fwd=uri-miss", (await app.GetAsync("/process")).CacheStatus, StringComparison.Ordinal);
        Assert.StartsWith("Perennial; hit", (await app.GetAsync("/process")).CacheStatus, StringComparison.Ordinal);
        await app.WroteAsync("Application started");
        Assert.Single(app.Output.Split('\n'), static line => line.Contains("No build in '", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_verb_Development_renders_every_time_whatever_was_built()
    {
        await using var app = AppProcess.Nursery();
        await app.BuildAsync();

        // The arguments of a test host; the environment variable says Development, as F5 does.
        await app.StartAsync("--contentRoot=" + AppContext.BaseDirectory, "--applicationName=Nursery");

        var process = await app.GetAsync("/process");
        Assert.Equal("Perennial; fwd=bypass; detail=development", process.CacheStatus);
        await app.WroteAsync("Application started");
        Assert.DoesNotContain("No build in", app.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manifest_of_another_schema_stops_start_and_only_warns_without_a_verb()
    {
        await using var app = AppProcess.Nursery();
        Directory.CreateDirectory(app.BuildFolder);
        await File.WriteAllTextAsync(Path.Join(app.BuildFolder, "manifest.json"), """{ "schemaVersion": 99 }""", TestContext.Current.CancellationToken);

        var (code, _, error) = await app.RunAsync("start");
        Assert.Equal(1, code);
        Assert.StartsWith("error PER3012: ", error, StringComparison.Ordinal);

        await app.StartAsync("--environment=Production");
        await app.WroteAsync("PER3012");
        Assert.StartsWith("Perennial; fwd=uri-miss", (await app.GetAsync("/process")).CacheStatus, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_build_lists_every_error_and_leaves_the_old_build()
    {
        await using var app = AppProcess.Nursery();
        await app.BuildAsync("--BuildId=good");

        var (code, _, error) = await app.RunAsync("build", "--BuildId=bad", "--Faults=Throwing,Reading");

        Assert.Equal(1, code);
        Assert.Contains("error PER3103: /throwing could not be rendered: InvalidOperationException: the frost came early (in Nursery.Faults.Map, Faults.cs:", error, StringComparison.Ordinal);
        Assert.Contains("error PER3104: /reading says that it may be kept, but this response may not: it reads the cookie 'basket' in Nursery.Faults.Map", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.Contains("\"buildId\": \"good\"", await File.ReadAllTextAsync(Path.Join(app.BuildFolder, "manifest.json"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_template_that_fails_for_many_paths_says_so_in_few_lines()
    {
        await using var app = AppProcess.Nursery();

        var (_, _, error) = await app.RunAsync("build", "--Faults=Blighted", "--Plants=a,b,c,d,e");

        var lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4, lines.Length);
        Assert.StartsWith("error PER3103: /blighted/a of /blighted/{name} could not be rendered: InvalidOperationException: a has blight", lines[0], StringComparison.Ordinal);
        Assert.Equal("error PER3103: 2 more paths of /blighted/{name} failed.", lines[3]);
    }

    [Fact]
    public async Task An_interrupted_build_leaves_the_old_one_and_no_rubbish()
    {
        await using var app = AppProcess.Nursery();
        await app.BuildAsync("--BuildId=good");

        app.Begin("build", "--BuildId=bad", "--Faults=Slow");
        await Eventually.IsTrueAsync(() => Task.FromResult(app.Output.Contains("Rendering static pages (6/", StringComparison.Ordinal)));
        await app.SignalAtOnceAsync("TERM", "INT");
        var code = await app.ExitAsync();

        Assert.Equal(1, code);
        Assert.Contains("error PER3015: The build was interrupted.", app.Output, StringComparison.Ordinal);
        Assert.Contains("\"buildId\": \"good\"", await File.ReadAllTextAsync(Path.Join(app.BuildFolder, "manifest.json"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(["build", "cache"], Directory.EnumerateFileSystemEntries(app.Folder).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData("build")]
    [InlineData("start")]
    public async Task A_kept_page_that_asks_for_authorization_is_an_error(string verb)
    {
        await using var app = AppProcess.Nursery();
        await app.BuildAsync();

        var (code, _, error) = await app.RunAsync(verb, "--Faults=Guarded");

        Assert.Equal(1, code);
        Assert.StartsWith("error PER2130: /guarded says that it may be kept, and may not: it asks for authorization", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("build")]
    [InlineData("start")]
    public async Task A_builder_of_another_make_refuses_a_verb_in_Development_with_the_command_to_type(string verb)
    {
        await using var app = AppProcess.Nursery();

        var (code, _, error) = await app.RunAsync(verb, "--foreign=true");

        Assert.Equal(1, code);
        Assert.Matches($"^error PER3001: '{verb}' is .* runs as Development. Type 'dotnet .*Nursery.dll {verb} --environment Production'", error);
    }

    [Fact]
    public async Task A_builder_of_another_make_builds_when_that_is_typed()
    {
        await using var app = AppProcess.Nursery();

        await app.BuildAsync("--foreign=true", "--environment", "Production");
        await app.StartAsync("start", "--foreign=true", "--environment", "Production");

        Assert.StartsWith("Perennial; hit", (await app.GetAsync("/process")).CacheStatus, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_word_that_is_nearly_a_verb_is_refused_in_place_of_serving()
    {
        await using var app = AppProcess.Nursery();

        var (code, _, error) = await app.RunAsync("biuld", "--environment=Production");

        Assert.Equal(1, code);
        Assert.Equal("error PER3004: 'biuld' is no verb. Did you mean 'build'?\n", error);
    }

    [Theory]
    [InlineData("help")]
    [InlineData("--help")]
    [InlineData("-h", "--EndsWithRun=true")]
    [InlineData("--help", "--foreign=true")]
    [InlineData("build", "--help")]
    [InlineData("start", "-h", "--foreign=true")]
    public async Task Help_is_told_and_nothing_starts(string verb, params string[] more)
    {
        await using var app = AppProcess.Nursery();

        var (code, output, error) = await app.RunAsync(verb, more);

        Assert.Equal((0, ""), (code, error));
        Assert.Matches(@"^Usage: dotnet .*Nursery\.dll \[verb\] \[options\]\n", output);
        foreach (var word in new[] { "build", "start", "help", "--require-ledger", "--best", "--environment", "--urls", "PORT", "--Perennial:" })
        {
            Assert.Contains(word, output, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("listening", output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(app.Folder));
    }

    [Fact]
    public async Task Settings_that_nobody_understands_are_named_at_once()
    {
        await using var app = AppProcess.Nursery();
        await app.BuildAsync();

        var (code, _, error) = await app.RunAsync("start", "--Perennial:Cache:MemoryLimit=50MB", "--Perennial:Cache:MemorLimit=1");

        Assert.Equal(1, code);
        Assert.All(error.Split('\n', StringSplitOptions.RemoveEmptyEntries), static line => Assert.StartsWith("error PER1016", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("build")]
    [InlineData("start")]
    public async Task All_settings_that_are_wrong_are_named_at_once(string verb)
    {
        await using var app = AppProcess.Nursery();
        await app.BuildAsync();

        var (code, _, error) = await app.RunAsync(verb, "--Perennial:Pages:MaxBodySize=0", "--Perennial:Pages:RenderTimeout=00:00:00");

        Assert.Equal(1, code);
        Assert.Equal(["error PER1012", "error PER1013"], error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line[..13]));
    }

    [Fact]
    public async Task Build_with_an_app_that_ends_with_Run_and_export_say_what_to_do()
    {
        await using var app = AppProcess.Nursery();

        Assert.Contains("PER3003: 'build' was asked for, and the app ends with Run.", (await app.RunAsync("build", "--EndsWithRun=true")).Error, StringComparison.Ordinal);
        Assert.Equal("error PER3002: 'export' is not there yet. Use 'build' and 'start'.\n", (await app.RunAsync("export")).Error);
    }
}
