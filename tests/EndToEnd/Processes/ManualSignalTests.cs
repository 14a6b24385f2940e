namespace Perennial.EndToEnd.Processes;

/// <summary>PERENNIAL_MANUAL_SIG_HANDLE: who decides, and what is left to the app.</summary>
public sealed class ManualSignalTests
{
    private const string Variable = "PERENNIAL_MANUAL_SIG_HANDLE";

    [Theory]
    [InlineData("TERM", "Received SIGTERM: cleaning up")]
    [InlineData("INT", "Received SIGINT: cleaning up")]
    public async Task The_printed_handler_runs_and_nothing_else_does(string signal, string line)
    {
        await using var app = AppProcess.Nursery();
        app.Environment[Variable] = "true";
        await app.StartAsync("--environment=Production", "--Endings=true", "--Handler=printed");
        await app.WroteAsync("SIGINT and SIGTERM are the app's own");
        var visit = app.GetAsync("/never");
        await app.WroteAsync("holds until nothing");

        await app.SignalAsync(signal);

        // Requests that run are cut, as the mission has it.
        Assert.Equal(0, await app.ExitAsync());
        await Assert.ThrowsAnyAsync<Exception>(() => visit);
        Assert.Contains(line, app.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Stopping: ", app.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handler_may_begin_the_orderly_end_itself()
    {
        await using var app = AppProcess.Nursery();
        app.Environment[Variable] = "true";
        await app.StartAsync("--environment=Production", "--Endings=true", "--Handler=orderly");
        var file = Path.Join(app.Folder, "file");
        var visit = app.GetAsync("/hold?file=" + file);
        await app.WroteAsync("holds until " + file);

        await app.SignalAsync("TERM");
        await app.WroteAsync("Stopping: ");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);

        Assert.Equal("held", (await visit).Text);
        Assert.Equal(0, await app.ExitAsync());
    }

    [Fact]
    public async Task Without_a_handler_the_signal_just_ends_the_process()
    {
        await using var app = AppProcess.Nursery();
        app.Environment[Variable] = "1";
        await app.StartAsync("--environment=Production");

        Assert.Equal(143, await app.StopAsync());
    }

    [Fact]
    public async Task In_a_file_it_does_nothing()
    {
        await using var app = AppProcess.Nursery();
        await File.WriteAllTextAsync(Path.Join(app.Folder, ".env"), Variable + "=true\n", TestContext.Current.CancellationToken);
        await app.StartAsync("--environment=Production", "--contentRoot=" + app.Folder);

        Assert.Equal(0, await app.StopAsync());
        Assert.Contains("Stopping: ", app.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_Development_it_does_nothing()
    {
        await using var app = AppProcess.Nursery();
        app.Environment[Variable] = "true";
        await app.StartAsync("--environment=Development");

        Assert.Equal(0, await app.StopAsync());
        Assert.DoesNotContain("the app's own", app.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_neither_yes_nor_no_is_an_error()
    {
        await using var app = AppProcess.Nursery();
        app.Environment[Variable] = "yes";

        var (code, _, error) = await app.RunAsync("start");

        Assert.NotEqual(0, code);
        Assert.Contains("PER1312: PERENNIAL_MANUAL_SIG_HANDLE is 'yes'. Set it to 'true', or do not set it.", error, StringComparison.Ordinal);
    }
}
