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

    [Fact]
    public async Task A_page_that_is_regenerated_is_old_in_no_language_though_nobody_has_asked_for_that_one_since_the_start()
    {
        string folder;
        await using (var site = await StartInLanguagesAsync(null))
        {
            Assert.Equal("de 1", await site.TextAsync("/page?culture=de"));
            folder = await site.StopAsync();
        }

        _version = 2;
        await using (var restarted = await StartInLanguagesAsync(folder))
        {
            await restarted.Revalidator.RegenerateAsync("/page", TestContext.Current.CancellationToken);

            await Eventually.IsTrueAsync(async () => await restarted.TextAsync("/page?culture=de") == "de 2");
        }

        Directory.Delete(folder, recursive: true);
    }

    private Task<TestSite> StartInLanguagesAsync(string? folder) => TestSite.StartAsync(
        app => app.MapGet("/page", () => $"{System.Globalization.CultureInfo.CurrentUICulture.Name} {_version}").Prerender(),
        use: static app =>
        {
            app.UseRequestLocalization("en", "de");
            app.UsePerennial();
        },
        folder: folder);

    private async Task<string> VisitAndStopAsync()
    {
        var site = await StartAsync(null);
        await site.TextAsync("/page");
        return await site.StopAsync();
    }

    private Task<TestSite> StartAsync(string? folder) => TestSite.StartAsync(
        app => app.MapGet("/page", () => $"version {_version}").Prerender(tags: ["list"]), folder: folder);
}
