namespace Perennial.EndToEnd.Processes;

public sealed class MonitoredProcessTests
{
    [Fact]
    public async Task A_build_does_not_even_construct_an_instrumentation()
    {
        await using var app = AppProcess.Nursery();
        var mark = Path.Join(app.Folder, "mark");

        await app.BuildAsync("--Instrumentation=fails", "--InstrumentationMark=" + mark);

        Assert.False(File.Exists(mark));
    }

    [Fact]
    public async Task One_that_fails_stops_the_process_with_exit_code_1_and_never_answers()
    {
        await using var app = AppProcess.Nursery();
        await app.BuildAsync();

        var (code, output, error) = await app.RunAsync("start", "--Instrumentation=fails");

        Assert.Equal(1, code);
        Assert.Contains(
            "PER1290: Instrumentation.RegisterAsync failed, so the server does not start: the collector is gone", output + error, StringComparison.Ordinal);
        Assert.DoesNotContain("Now listening on", output, StringComparison.Ordinal);
    }
}
