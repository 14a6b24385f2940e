using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Pages;

namespace Perennial.EndToEnd.Prerendering;

/// <summary>What a build renders is what visitors are looked up as: nothing of it was rendered in vain.</summary>
public sealed class VisitorAddressTests
{
    private static readonly string[] Languages = ["en-GB", "de", "fr"];

    public static TheoryData<string> Places => ["before", "after", "inline"];

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Each_supported_language_is_built_wherever_localization_stands(string place)
    {
        var (output, folder) = await TestSite.BuildAsync(MapGreeting, ConfigureLanguages, app => Use(app, place));
        await using var site = await TestSite.StartAsync(MapGreeting, ConfigureLanguages, app => Use(app, place), folder: folder);

        foreach (var language in Languages)
        {
            using var response = await site.GetAsync("/greeting", request => request.Headers.Add("Accept-Language", language));

            Assert.StartsWith("Perennial; hit", response.Header("Cache-Status"), StringComparison.Ordinal);
            Assert.Equal(language, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            Assert.Contains($"/greeting ({language})", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_visitor_without_a_wish_gets_the_default_language_out_of_the_build()
    {
        var (_, folder) = await TestSite.BuildAsync(MapGreeting, ConfigureLanguages, static app => Use(app, "before"));
        await using var site = await TestSite.StartAsync(MapGreeting, ConfigureLanguages, static app => Use(app, "before"), folder: folder);

        using var response = await site.GetAsync("/greeting");

        Assert.StartsWith("Perennial; hit", response.Header("Cache-Status"), StringComparison.Ordinal);
        Assert.Equal("en-GB", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_language_that_the_path_says_is_built_once_for_each_path()
    {
        var (output, folder) = await TestSite.BuildAsync(MapLocalized, null, UseRouteLanguages);
        await using var site = await TestSite.StartAsync(MapLocalized, null, UseRouteLanguages, folder: folder);

        Assert.Contains("2 paths", output, StringComparison.Ordinal);
        foreach (var language in new[] { "de", "fr" })
        {
            using var response = await site.GetAsync($"/{language}/greeting", static request => request.Headers.Add("Accept-Language", "en-GB"));

            Assert.StartsWith("Perennial; hit", response.Header("Cache-Status"), StringComparison.Ordinal);
            Assert.Equal(language, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task Every_listed_site_and_query_value_is_built()
    {
        var (output, folder) = await TestSite.BuildAsync(MapShop, options: TwoSites);
        await using var site = await TestSite.StartAsync(MapShop, options: TwoSites, folder: folder);

        foreach (var host in new[] { "garden.test", "shop.test" })
        {
            foreach (var query in new[] { "", "?page=2", "?tag=red&tag=blue" })
            {
                using var response = await site.GetAsync("/shop" + query, request => request.Headers.Host = host);

                Assert.StartsWith("Perennial; hit", response.Header("Cache-Status"), StringComparison.Ordinal);
                Assert.Equal($"{host} {query}", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            }
        }

        Assert.Contains("6 paths", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Built without a query", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_table_says_which_query_values_nobody_lists()
    {
        var (output, _) = await TestSite.BuildAsync(static app => app.MapGet("/shop", static () => "shop").Revalidate(60, query: ["page"]));

        Assert.Contains("Built without a query", output, StringComparison.Ordinal);
        Assert.Contains("  /shop: page", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_table_says_where_a_gate_answered_in_place_of_the_page()
    {
        var (output, _) = await TestSite.BuildAsync(
            static app => app.MapGet("/secret", static () => "secret").Prerender(),
            use: static app =>
            {
                app.Use(static (HttpContext context, RequestDelegate _) =>
                {
                    context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                    return Task.CompletedTask;
                });
                app.UsePerennial();
            });

        Assert.Contains("Something in front of these pages", output, StringComparison.Ordinal);
        Assert.Contains("  /secret", output, StringComparison.Ordinal);
    }

    private static void MapGreeting(WebApplication app) => app.MapGet("/greeting", static () => CultureInfo.CurrentUICulture.Name).Prerender();

    private static void ConfigureLanguages(WebApplicationBuilder builder) => builder.Services.Configure<RequestLocalizationOptions>(static options => options
        .SetDefaultCulture(Languages[0]).AddSupportedCultures(Languages).AddSupportedUICultures(Languages));

    private static void Use(WebApplication app, string place)
    {
        if (place is "before")
        {
            app.UseRequestLocalization();
        }

        app.UsePerennial();
        if (place is "after")
        {
            app.UseRequestLocalization();
        }
        else if (place is "inline")
        {
            app.UseRequestLocalization(Languages);
        }
    }

    private static void MapLocalized(WebApplication app) =>
        app.MapGet("/{language}/greeting", static () => CultureInfo.CurrentUICulture.Name).Prerender().WithStaticPaths<LanguagePaths>();

    private static void UseRouteLanguages(WebApplication app)
    {
        app.UsePerennial();
        var options = new RequestLocalizationOptions().SetDefaultCulture(Languages[0]).AddSupportedCultures(Languages).AddSupportedUICultures(Languages);
        options.RequestCultureProviders.Insert(0, new Microsoft.AspNetCore.Localization.Routing.RouteDataRequestCultureProvider
        {
            RouteDataStringKey = "language",
            UIRouteDataStringKey = "language",
            Options = options,
        });
        app.UseRequestLocalization(options);
    }

    private static void MapShop(WebApplication app) =>
        app.MapGet("/shop", static (HttpRequest request) => $"{request.Host} {request.QueryString}")
            .Revalidate(60, query: ["page", "tag"]).WithStaticPaths<ShopPaths>();

    private static void TwoSites(PerennialOptions options) => options.OtherSiteUrls.Add("https://shop.test");

    private sealed class LanguagePaths : IStaticPathsProvider
    {
        public async IAsyncEnumerable<RouteValueDictionary> GetPathsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            yield return new(new { language = "de" });
            yield return new(new { language = "fr" });
        }
    }

    private sealed class ShopPaths : IStaticPathsProvider
    {
        public async IAsyncEnumerable<RouteValueDictionary> GetPathsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            yield return [];
            yield return new(new { page = 2 });
            yield return new(new { tag = new[] { "red", "blue" } });
        }
    }
}
