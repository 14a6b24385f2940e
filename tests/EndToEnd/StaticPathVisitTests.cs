using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Pages;

namespace Perennial.EndToEnd;

/// <summary>What a provider lists lies where visits look for it, however its values are spelled.</summary>
public sealed class StaticPathVisitTests
{
    [Fact]
    public async Task Every_listed_path_has_the_key_of_its_visit()
    {
        await using var site = await TestSite.StartAsync(static app =>
        {
            app.MapGet("/one/{slug}", static (string slug) => slug).Prerender().WithStaticPaths<Slugs>();
            app.MapGet("/all/{**slug}", static (string? slug) => slug).Prerender().WithStaticPaths<Slugs>();
            app.MapGet("/page/{slug=1}", static (string slug) => slug).Prerender().WithStaticPaths<Slugs>();
            app.MapGet("/maybe/{slug?}", static (string? slug) => slug).Prerender().WithStaticPaths<Slugs>();
        });
        var table = site.Services.GetRequiredService<PageTable>();
        var reader = site.Services.GetRequiredService<StaticPathReader>();
        var resolver = site.Services.GetRequiredService<PageResolver>();
        var count = 0;
        foreach (var page in table.All(site.Services.GetRequiredService<EndpointDataSource>()))
        {
            await foreach (var listed in reader.ReadAsync(page, site.Services, TestContext.Current.CancellationToken))
            {
                var visited = await resolver.ResolveAsync(new Uri("http://x" + Http.PathText.Encode(listed.Path)).AbsolutePath);
                Assert.True(visited!.IsKeyedAs(listed), $"{listed.Path}: {string.Join('|', listed.Values)} and {string.Join('|', visited.Values)}");
                count++;
            }
        }

        Assert.Equal(21, count);
    }

    private sealed class Slugs : IStaticPathsProvider
    {
        public async IAsyncEnumerable<RouteValueDictionary> GetPathsAsync(
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            foreach (object slug in new object[] { "a", "a/b", "a%2fb", "ä b", 7, "100% +" })
            {
                yield return new() { ["slug"] = slug };
            }
        }
    }
}
