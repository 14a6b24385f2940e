using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Caching;
using Perennial.EndToEnd.App;

namespace Perennial.EndToEnd.Matrix;

/// <summary>Razor Pages answers an <c>Index</c> by its folder's path, which links have, and by its own: two patterns, and one page.</summary>
public sealed class IndexPageTests
{
    [Theory]
    [InlineData("/Shelf/Index", "/Shelf")]
    [InlineData("/shelf/index", "/Shelf")]
    [InlineData("/Shelf/Index/", "/Shelf")]
    [InlineData("/Shelf//Index", "/Shelf")]
    [InlineData("/Shelf/Index/fern?of=1", "/Shelf/fern?of=1")]
    [InlineData("/Shed/Index", "/Shed")]
    public async Task Its_own_path_is_redirected_to_its_folders(string path, string linked)
    {
        await using var site = await GardenSite.StartAsync("page");

        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
        {
            var answer = await site.SendAsync(method, path);

            Assert.Equal((HttpStatusCode.PermanentRedirect, linked), (answer.Status, answer["Location"]));
        }

        Assert.Equal(0, site.Garden.Renders);
    }

    [Theory]
    [InlineData("/Index", "/")]
    [InlineData("/Index/fern", "/fern")]
    public async Task So_is_that_of_the_front_page(string path, string linked)
    {
        await using var site = await GardenSite.StartAsync("page", services: AtTheRoot);

        var answer = await site.SendAsync(HttpMethod.Get, path);

        Assert.Equal((HttpStatusCode.PermanentRedirect, linked), (answer.Status, answer["Location"]));
        Assert.Equal(HttpStatusCode.OK, (await site.SendAsync(HttpMethod.Get, linked)).Status);
    }

    [Fact]
    public async Task A_form_may_still_be_sent_to_it()
    {
        await using var site = await GardenSite.StartAsync("page");

        var answer = await site.SendAsync(HttpMethod.Post, "/Shelf/Index", ("Sec-Fetch-Site", "same-origin"));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }

    [Fact]
    public async Task Either_path_names_the_page_and_so_does_either_route()
    {
        await using var site = await GardenSite.StartAsync("page");
        var made = 0;
        foreach (var tag in new[]
        {
            CacheTag.Path("/Shelf"), CacheTag.Path("/Shelf/Index"), CacheTag.Route("/Shelf/{name?}"), CacheTag.Route("/Shelf/Index/{name?}"),
        })
        {
            Assert.Contains($"shelf- {++made} ", (await site.SendAsync(HttpMethod.Get, "/Shelf")).Text, StringComparison.Ordinal);
            await site.Site.Revalidator.ExpireAsync(tag, TestContext.Current.CancellationToken);
        }

        await site.Site.Revalidator.RegenerateAsync("/Shelf/Index", TestContext.Current.CancellationToken);
        var answer = await site.SendAsync(HttpMethod.Get, "/Shelf");
        Assert.True(answer.IsHit);
        Assert.Contains($"shelf- {made + 1} ", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rewrite_to_its_own_path_shows_the_one_page()
    {
        await using var site = await GardenSite.StartAsync("page", options: static options => options.Rules.Rewrites.Add("/all", "/Shelf/Index"));

        foreach (var path in new[] { "/Shelf", "/all" })
        {
            Assert.Contains("shelf- 1 ", (await site.SendAsync(HttpMethod.Get, path)).Text, StringComparison.Ordinal);
        }

        await site.Site.Revalidator.ExpireAsync(CacheTag.Path("/Shelf"), TestContext.Current.CancellationToken);
        Assert.Contains("shelf- 2 ", (await site.SendAsync(HttpMethod.Get, "/all")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_build_writes_it_once()
    {
        var (output, _) = await TestSite.BuildAsync(Map, AddServices, static app => app.UsePerennial().UseAntiforgery());

        Assert.Matches(@"↻ /Shelf/\{name\?\} ", output);
        Assert.Matches("↻ /Shed ", output);
        Assert.DoesNotContain("/Index ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("/Index/", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_path_that_the_app_gives_its_page_is_a_page_of_its_own()
    {
        await using var site = await GardenSite.StartAsync("page", services: static builder => builder.Services.Configure<RazorPagesOptions>(
            static options => options.Conventions.AddPageRoute("/Shelf/Index", "boards/{name?}")));

        foreach (var path in new[] { "/boards", "/Shelf" })
        {
            Assert.Equal((path, HttpStatusCode.OK), (path, (await site.SendAsync(HttpMethod.Get, path)).Status));
        }

        Assert.Equal("/Shelf", (await site.SendAsync(HttpMethod.Get, "/Shelf/Index"))["Location"]);
    }

    [Fact]
    public async Task Where_the_app_took_the_folders_path_away_its_own_is_the_page()
    {
        await using var site = await GardenSite.StartAsync("page", services: static builder => builder.Services.Configure<RazorPagesOptions>(
            static options => options.Conventions.AddPageRouteModelConvention("/Shelf/Index", static model => model.Selectors.RemoveAt(1))));

        for (var round = 0; round < 2; round++)
        {
            Assert.Contains("shelf- 1 ", (await site.SendAsync(HttpMethod.Get, "/Shelf/Index")).Text, StringComparison.Ordinal);
        }
    }

    // A page "/" in the app would stand in the way of other tests.
    private static void AtTheRoot(WebApplicationBuilder builder) => builder.Services.Configure<RazorPagesOptions>(static options =>
        options.Conventions.AddPageRouteModelConvention("/Shelf/Index", static model =>
        {
            foreach (var selector in model.Selectors)
            {
                selector.AttributeRouteModel!.Template = selector.AttributeRouteModel.Template!["Shelf".Length..].TrimStart('/');
            }
        }));

    private static void AddServices(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Garden>().AddAntiforgery().AddCors();
        builder.Services.AddRazorPages().AddApplicationPart(typeof(Garden).Assembly);
    }

    private static void Map(WebApplication app) => app.MapRazorPages().Finally(static endpoint =>
    {
        // The other pages of the app want middleware of their own.
        if (endpoint.DisplayName?.Contains("Index", StringComparison.Ordinal) is not true)
        {
            endpoint.Metadata.Add(new DynamicPageAttribute());
        }
    });
}
