using System.Net;
using Microsoft.AspNetCore.Builder;
using Perennial.Caching;

namespace Perennial.EndToEnd.Matrix;

/// <summary>Actions behind <c>{controller=Home}/{action=Index}/{id?}</c>: several spellings, and one entry each.</summary>
public sealed class ConventionalRouteTests
{
    [Fact]
    public async Task Every_spelling_of_an_action_is_the_same_page()
    {
        await using var site = await StartAsync();

        for (var round = 0; round < 2; round++)
        {
            foreach (var path in new[] { "/", "/Home", "/Home/Index" })
            {
                var answer = await site.SendAsync(HttpMethod.Get, path);

                Assert.StartsWith("home 1 ", answer.Line, StringComparison.Ordinal);
                Assert.Equal(round == 1 || path != "/", answer.IsHit);
            }
        }

        await site.Site.Revalidator.ExpireAsync("home", TestContext.Current.CancellationToken);
        Assert.StartsWith("home 2 ", (await site.SendAsync(HttpMethod.Get, "/Home")).Line, StringComparison.Ordinal);
        Assert.StartsWith("home 2 ", (await site.SendAsync(HttpMethod.Get, "/")).Line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/", "/Home/Index")]
    [InlineData("/Home/Index", "/")]
    [InlineData("/Home", "/")]
    [InlineData("/", "/home")]
    [Trait("Proves", "S-37")]
    public async Task Whichever_path_made_the_entry_each_of_its_paths_expires_it(string visited, string named)
    {
        await using var site = await StartAsync();
        await site.SendAsync(HttpMethod.Get, visited);

        await site.Site.Revalidator.ExpireAsync(CacheTag.Path(named), TestContext.Current.CancellationToken);

        Assert.StartsWith("home 2 ", (await site.SendAsync(HttpMethod.Get, visited)).Line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/home", "/Home")]
    [InlineData("/HOME/index", "/Home/Index")]
    [InlineData("/Home/Index/", "/Home/Index")]
    [InlineData("/hOME/STORY/Ab", "/Home/Story/Ab")]
    public async Task The_case_of_an_action_is_no_other_page(string path, string canonical)
    {
        await using var site = await StartAsync();

        var answer = await site.SendAsync(HttpMethod.Get, path);

        Assert.Equal((HttpStatusCode.PermanentRedirect, canonical), (answer.Status, answer["Location"]));
    }

    [Fact]
    public async Task Each_id_is_a_page_and_none_is_one_too()
    {
        await using var site = await StartAsync();

        for (var round = 0; round < 2; round++)
        {
            Assert.StartsWith("story-a 1 ", (await site.SendAsync(HttpMethod.Get, "/Home/Story/a")).Line, StringComparison.Ordinal);
            Assert.StartsWith("story-b 2 ", (await site.SendAsync(HttpMethod.Get, "/Home/Story/b")).Line, StringComparison.Ordinal);
            Assert.StartsWith("story- 3 ", (await site.SendAsync(HttpMethod.Get, "/Home/Story")).Line, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_action_that_declares_nothing_is_the_apps_own()
    {
        await using var site = await StartAsync();

        Assert.StartsWith("own 1 ", (await site.SendAsync(HttpMethod.Get, "/hOME/own")).Line, StringComparison.Ordinal);
        Assert.StartsWith("own 2 ", (await site.SendAsync(HttpMethod.Get, "/hOME/own")).Line, StringComparison.Ordinal);
    }

    private static Task<GardenSite> StartAsync() => GardenSite.StartAsync(
        "view", map: static (app, _) => app.MapControllerRoute("default", "{controller=Home}/{action=Index}/{id?}"));
}
