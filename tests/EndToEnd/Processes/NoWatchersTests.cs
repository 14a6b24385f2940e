using Microsoft.AspNetCore.Builder;

namespace Perennial.EndToEnd.Processes;

/// <summary>Some machines have 128 file watches for a user, and a run of all suites starts hundreds of apps.</summary>
public sealed class NoWatchersTests
{
    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    public async Task No_app_in_this_process_watches_a_file(string environment)
    {
        await using var site = await TestSite.StartAsync(static app => app.MapGet("/", static () => "page").Revalidate(60), environment: environment);
        Assert.Equal("page", await site.TextAsync("/"));

        Assert.DoesNotContain(OpenFiles.Watcher, OpenFiles.Of(Environment.ProcessId));
    }

    [Fact]
    public async Task No_app_that_is_a_process_of_its_own_watches_a_file()
    {
        await using var app = AppProcess.Nursery();
        await app.StartAsync("--environment=Development");
        await app.GetAsync("/process");

        Assert.DoesNotContain(OpenFiles.Watcher, OpenFiles.Of(app.Id));
    }
}
