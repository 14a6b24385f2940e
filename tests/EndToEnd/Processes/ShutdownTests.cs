using System.Net;

namespace Perennial.EndToEnd.Processes;

/// <summary>How the process ends: what is finished, in which order, and what cannot keep it.</summary>
public sealed class ShutdownTests
{
    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    [Trait("Proves", "F-80")]
    public async Task What_runs_is_finished_and_the_exit_code_is_zero(string signal)
    {
        await using var app = await StartAsync();
        var (held, mail) = (Path.Join(app.Folder, "held"), Path.Join(app.Folder, "mail"));
        Assert.Equal("true", (await app.GetAsync("/after?file=" + mail)).Text);
        var visit = app.GetAsync("/hold?file=" + held);
        await app.WroteAsync("holds until " + held);
        await app.WroteAsync("holds until " + mail);

        await app.SignalAsync(signal);
        await app.WroteAsync("Stopping: ");
        await RefusesAsync(app);
        Assert.False(visit.IsCompleted);
        await File.WriteAllTextAsync(held, "", TestContext.Current.CancellationToken);
        Assert.Equal("held", (await visit).Text);

        // No request is left; the work after one keeps the process.
        Assert.False(app.HasExited);
        await File.WriteAllTextAsync(mail, "", TestContext.Current.CancellationToken);

        Assert.Equal(0, await app.ExitAsync());
        Assert.Contains("after-work done: " + mail, app.Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Proves", "F-80")]
    public async Task A_stream_that_runs_is_sent_to_its_end()
    {
        await using var app = await StartAsync();
        var file = Path.Join(app.Folder, "file");
        var visit = app.GetAsync("/stream?file=" + file);
        await app.WroteAsync("holds until " + file);

        await app.SignalAsync("TERM");
        await app.WroteAsync("Stopping: ");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);

        Assert.Equal("first last", (await visit).Text);
        Assert.Equal(0, await app.ExitAsync());
    }

    [Fact]
    [Trait("Proves", "F-80")]
    public async Task A_refresh_behind_a_stale_page_is_finished()
    {
        await using var app = await StartAsync();
        var file = Path.Join(app.Folder, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
        var path = "/growing?file=" + file;
        var first = (await app.GetAsync(path)).Text;
        File.Delete(file);
        await app.RevalidateAsync("growing");
        Assert.Equal(first, (await app.GetAsync(path)).Text);
        await app.WroteAsync("holds until " + file);

        await app.SignalAsync("TERM");
        await RefusesAsync(app);
        Assert.False(app.HasExited);
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);

        Assert.Equal(0, await app.ExitAsync());
        await app.StartAsync("--environment=Production", "--Endings=true");
        var (second, status) = await app.GetAsync(path);
        Assert.NotEqual(first, second);
        Assert.StartsWith("Perennial; hit; ttl=", status, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Proves", "F-80")]
    public async Task During_the_delay_visitors_are_answered_and_their_connections_closed()
    {
        await using var app = await StartAsync("--Perennial:Shutdown:DrainDelay=00:00:02");
        using (var before = await app.Http.GetAsync(new Uri("/process", UriKind.Relative), TestContext.Current.CancellationToken))
        {
            Assert.Null(before.Headers.ConnectionClose);
        }

        await app.SignalAsync("TERM");
        await app.WroteAsync("Stopping: ");

        using (var during = await app.Http.GetAsync(new Uri("/process", UriKind.Relative), TestContext.Current.CancellationToken))
        {
            Assert.Equal((HttpStatusCode.OK, true), (during.StatusCode, during.Headers.ConnectionClose));
        }

        Assert.Equal(0, await app.ExitAsync());
    }

    [Fact]
    public async Task A_request_that_never_ends_keeps_the_process_no_longer_than_the_deadline()
    {
        await using var app = await StartAsync("--Perennial:Shutdown:Timeout=00:00:02");
        var visit = app.GetAsync("/never");
        await app.WroteAsync("holds until nothing");

        await app.SignalAsync("TERM");

        Assert.Equal(0, await app.ExitAsync());
        Assert.Contains("were aborted", app.Output, StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<Exception>(() => visit);
    }

    [Fact]
    public async Task A_worker_that_never_stops_keeps_the_process_no_longer_than_the_deadline()
    {
        await using var app = await StartAsync("--Perennial:Shutdown:Timeout=00:00:02", "--Worker=stubborn");

        await app.SignalAsync("TERM");

        Assert.Equal(0, await app.ExitAsync());
        Assert.Contains("error PER1310: ", app.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TERM", "TERM", 143)]
    [InlineData("INT", "INT", 130)]
    [InlineData("TERM", "INT", 130)]
    [Trait("Proves", "F-81")]
    public async Task A_second_signal_ends_it_at_once(string first, string second, int code)
    {
        await using var app = await StartAsync("--Perennial:Shutdown:Timeout=00:05:00");
        await app.GetAsync("/process");
        await Eventually.IsTrueAsync(() => Task.FromResult(Directory.EnumerateFiles(app.Folder, "*.page", SearchOption.AllDirectories).Any()));
        var visit = app.GetAsync("/never");
        await app.WroteAsync("holds until nothing");
        await app.SignalAsync(first);
        await app.WroteAsync("Stopping: ");

        // Until it counts as a second one, and not as the first once more.
        await Eventually.IsTrueAsync(async () =>
        {
            await app.SignalAsync(second);
            return app.HasExited;
        });

        Assert.Equal(code, await app.ExitAsync());
        Assert.Contains("error PER1311: ", app.Output, StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<Exception>(() => visit);

        // What was kept is whole, and the folder is free.
        await app.StartAsync("--environment=Production", "--Endings=true");
        Assert.StartsWith("Perennial; hit", (await app.GetAsync("/process")).CacheStatus, StringComparison.Ordinal);
        Assert.Equal(0, await app.StopAsync());
        Assert.DoesNotContain("cannot be", app.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signals_at_once_are_one_request_to_stop()
    {
        await using var app = await StartAsync();
        var held = Path.Join(app.Folder, "held");
        var visit = app.GetAsync("/hold?file=" + held);
        await app.WroteAsync("holds until " + held);

        // As timeout(1) does it, which signals its child and then the group that the child is in.
        await app.SignalAtOnceAsync("TERM", "INT", "TERM");
        await app.WroteAsync("Stopping: ");
        await File.WriteAllTextAsync(held, "", TestContext.Current.CancellationToken);

        Assert.Equal("held", (await visit).Text);
        Assert.Equal(0, await app.ExitAsync());
        Assert.DoesNotContain("PER1311", app.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task How_long_visitors_are_still_taken_is_said_where_they_are()
    {
        await using var app = await StartAsync();
        Assert.Equal(0, await app.StopAsync());
        Assert.Contains("Stopping: the process is gone in 25 s at the latest", app.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Visitors are still taken", app.Output, StringComparison.Ordinal);

        await app.StartAsync("--environment=Production", "--Perennial:Shutdown:DrainDelay=00:00:00.1");
        Assert.Equal(0, await app.StopAsync());
        Assert.Contains("Visitors are still taken for 0.1 s", app.Output, StringComparison.Ordinal);
    }

    private static async Task<AppProcess> StartAsync(params string[] more)
    {
        var app = AppProcess.Nursery();
        await app.StartAsync(["--environment=Production", "--Endings=true", .. more]);

        // It listens before it has started, and a signal in between ends a start: another story, told below.
        await app.WroteAsync("Application started");
        return app;
    }

    /// <summary>Waits until nobody listens any more.</summary>
    private static async Task RefusesAsync(AppProcess app)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = app.Http.BaseAddress };
        await Eventually.IsTrueAsync(async () =>
        {
            try
            {
                await http.GetStringAsync(new Uri("/process", UriKind.Relative), TestContext.Current.CancellationToken);
                return false;
            }
            catch (HttpRequestException)
            {
                return true;
            }
        });
    }
}
