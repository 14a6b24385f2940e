namespace Perennial.EndToEnd.Processes;

/// <summary>Where a site keeps its pages: a volume that outlives the container, for instance.</summary>
public sealed class CachePlaceTests
{
    [Theory]
    [InlineData("variable")]
    [InlineData("argument")]
    public async Task Pages_go_to_the_place_that_the_operator_names_and_outlive_the_app_there(string way)
    {
        var volume = Directory.CreateTempSubdirectory("perennial-volume-").FullName;
        try
        {
            string first;
            await using (var app = AppProcess.Deployed("Nursery"))
            {
                await StartAsync(app, way, volume);
                first = (await app.GetAsync("/process")).Text;
                Assert.Equal(0, await app.StopAsync());

                Assert.NotEmpty(Directory.GetFiles(volume, "*.page", SearchOption.AllDirectories));
                Assert.Empty(Directory.GetFiles(app.Folder, "*.page", SearchOption.AllDirectories));
                Assert.False(Directory.Exists(Path.Join(app.Folder, ".perennial", "cache")));
            }

            // The container is gone, and another one has the volume.
            await using var next = AppProcess.Deployed("Nursery");
            await StartAsync(next, way, volume);
            var (text, status) = await next.GetAsync("/process");

            Assert.Equal(first, text);
            Assert.StartsWith("Perennial; hit", status, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(volume, recursive: true);
        }
    }

    [Fact]
    public async Task Where_nobody_names_a_place_pages_lie_with_the_app_and_go_with_it()
    {
        await using (var app = AppProcess.Deployed("Nursery"))
        {
            await StartAsync(app, "none", "");
            await app.GetAsync("/process");
            Assert.Equal(0, await app.StopAsync());
            Assert.NotEmpty(Directory.GetFiles(Path.Join(app.Folder, ".perennial", "cache"), "*.page", SearchOption.AllDirectories));
        }

        await using var next = AppProcess.Deployed("Nursery");
        await StartAsync(next, "none", "");
        Assert.DoesNotContain("hit", (await next.GetAsync("/process")).CacheStatus, StringComparison.Ordinal);
    }

    private static Task StartAsync(AppProcess app, string way, string volume)
    {
        app.Environment["Perennial__SiteUrl"] = "https://nursery.test";
        if (way is "variable")
        {
            app.Environment["Perennial__Cache__Directory"] = volume;
        }

        return app.StartAsync(["--environment=Production", .. way is "argument" ? (string[])["--Perennial:Cache:Directory=" + volume] : []]);
    }
}
