using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Perennial.EndToEnd;

public sealed class RestartTests
{
    private int _version = 1;

    [Fact]
    public async Task A_kept_page_survives_a_restart()
    {
        var folder = await VisitAndStopAsync();
        _version = 2;

        await using (var site = await StartAsync(folder))
        {
            Assert.Equal("version 1", await site.TextAsync("/page"));
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    [Trait("Proves", "H-2")]
    public async Task An_invalidation_before_a_restart_is_not_forgotten()
    {
        string folder;
        await using (var site = await StartAsync(null))
        {
            await site.TextAsync("/page");
            await Eventually.IsTrueAsync(() => Task.FromResult(Directory.EnumerateFiles(site.Folder, "*.page", SearchOption.AllDirectories).Any()));
            _version = 2;
            await site.Revalidator.ExpireAsync("list", TestContext.Current.CancellationToken);
            folder = await site.StopAsync();
        }

        // The old page is there: only the ledger keeps it from being served.
        Assert.NotEmpty(Directory.EnumerateFiles(folder, "*.page", SearchOption.AllDirectories));
        await using (var restarted = await StartAsync(folder))
        {
            Assert.Equal("version 2", await restarted.TextAsync("/page"));
        }

        // Pages are written behind their visits, so the folder is only at rest when the site has ended.
        Directory.Delete(folder, recursive: true);
    }

    private async Task<string> VisitAndStopAsync()
    {
        var site = await StartAsync(null);
        await site.TextAsync("/page");
        return await site.StopAsync();
    }

    private Task<TestSite> StartAsync(string? folder) => TestSite.StartAsync(
        app => app.MapGet("/page", () => $"version {_version}").Prerender(tags: ["list"]), folder: folder);
}
