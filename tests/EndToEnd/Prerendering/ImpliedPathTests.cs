using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Perennial.EndToEnd.App;
using Perennial.EndToEnd.App.Components;

namespace Perennial.EndToEnd.Prerendering;

/// <summary>A parameter that is optional, or has a default, needs no value: its page is built without one, and visits find it.</summary>
public sealed class ImpliedPathTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/Home")]
    [InlineData("/Home/Index")]
    [InlineData("/Home/Privacy")]
    [InlineData("/Home/Story")]
    [InlineData("/page/maybe")]
    [InlineData("/page/counted")]
    [InlineData("/page/counted/1")]
    [InlineData("/component/maybe")]
    [InlineData("/minimal/maybe")]
    [InlineData("/minimal/counted")]
    [InlineData("/minimal/counted/5")]
    public async Task A_page_whose_parameters_need_no_values_is_built(string path)
    {
        var (_, folder) = await TestSite.BuildAsync(Map, AddServices, Use);
        await using var site = await TestSite.StartAsync(Map, AddServices, Use, folder: folder);

        using var response = await site.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.StartsWith("Perennial; hit", response.Header("Cache-Status"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_table_shows_the_path_that_is_written_and_what_else_its_parameters_may_say()
    {
        var (output, _) = await TestSite.BuildAsync(Map, AddServices, Use);

        Assert.Matches(@"[├┌] ↻ /Home/Index/\{id\?\} .*\n│ └ / ", output);
        Assert.Matches(@"├ ○ /Home/Privacy/\{id\?\}.*\n│ └ /Home/Privacy ", output);
        Assert.Matches(@"Built without values for their parameters; .*\n(  .*\n)*  /Home/Story/\{id\?\} \(.*HomeController\.Story\): id\n", output);
        Assert.Matches(@"Built without values for their parameters; .*\n(  .*\n)*  /minimal/maybe/\{name\?\}: name\n", output);
        Assert.DoesNotContain("HomeController.Privacy)", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_action_that_must_have_a_value_is_left_to_its_first_visit()
    {
        var (output, folder) = await TestSite.BuildAsync(Map, AddServices, Use);
        await using var site = await TestSite.StartAsync(Map, AddServices, Use, folder: folder);

        Assert.Matches(@"Rendered by their first visit, since .*\n(  .*\n)*  /Home/Numbered/\{id\?\} \(.*HomeController\.Numbered\)\n", output);
        using var response = await site.GetAsync("/Home/Numbered/7");
        Assert.Equal("Perennial; fwd=uri-miss; stored", response.Header("Cache-Status"));
    }

    [Fact]
    public async Task What_another_endpoint_answers_is_not_built_for_the_page()
    {
        var (output, _) = await TestSite.BuildAsync(
            static app =>
            {
                Map(app);
                app.MapGet("/", static () => "something else");
            },
            AddServices,
            Use);

        Assert.Matches(@"Rendered by their first visit, since .*\n(  .*\n)*  /Home/Index/\{id\?\} ", output);
        Assert.DoesNotContain("Something in front", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_only_listed_paths_exist_that_path_exists_by_each_of_its_names()
    {
        var (_, folder) = await TestSite.BuildAsync(MapStrict);
        await using var site = await TestSite.StartAsync(MapStrict, folder: folder);

        foreach (var (path, status) in new[] { ("/strict", 200), ("/strict/1", 200), ("/strict/2", 404) })
        {
            using var response = await site.GetAsync(path);

            Assert.Equal((path, status), (path, (int)response.StatusCode));
        }
    }

    private static void MapStrict(WebApplication app) =>
        app.MapGet("/strict/{page=1}", static (string page) => page).Prerender(unlisted: UnlistedPaths.NotFound);

    private static void Map(WebApplication app)
    {
        var actions = app.MapGroup("");
        actions.MapControllerRoute("default", "{controller=Home}/{action=Index}/{id?}");
        OnlyOpen(actions);
        OnlyOpen(app.MapRazorPages());
        OnlyOpen(app.MapRazorComponents<Root>());
        app.MapGet("/minimal/maybe/{name?}", static (string? name) => "maybe " + name).Prerender();
        app.MapGet("/minimal/counted/{page=5}", static (int page) => page).Prerender();
    }

    // The other pages of the app want middleware of their own.
    private static void OnlyOpen(IEndpointConventionBuilder pages) => pages.Finally(static endpoint =>
    {
        if (endpoint is RouteEndpointBuilder { RoutePattern.Parameters: not [.., { IsOptional: true } or { Default: not null }] })
        {
            endpoint.Metadata.Add(new DynamicPageAttribute());
        }
    });

    private static void AddServices(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Garden>().AddAntiforgery().AddCors().AddRazorComponents();
        builder.Services.AddControllersWithViews().AddApplicationPart(typeof(Garden).Assembly);
        builder.Services.AddRazorPages().AddApplicationPart(typeof(Garden).Assembly);
    }

    private static void Use(WebApplication app) => app.UsePerennial().UseAntiforgery();
}
