using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Perennial.EndToEnd.App;
using Perennial.EndToEnd.App.Components;

namespace Perennial.EndToEnd;

/// <summary>What would go wrong on some request is said before the server listens.</summary>
public sealed class StartCheckTests
{
    [Fact]
    public Task A_kept_page_that_asks_for_authorization_is_refused() => RefusedAsync(
        ["PER2130"],
        app => app.MapGet("/members", () => "members").Prerender().RequireAuthorization());

    [Fact]
    public Task A_kept_page_under_a_fallback_policy_is_refused() => RefusedAsync(
        ["PER2130"],
        app => app.MapGet("/page", () => "page").Revalidate(60),
        fallback: true);

    [Fact]
    public async Task A_kept_page_that_is_open_to_all_is_served_under_a_fallback_policy()
    {
        await using var site = await TestSite.StartAsync(
            app => app.MapGet("/page", () => "page").Revalidate(60).AllowAnonymous(), builder => Add(builder, fallback: true), Use);

        Assert.Equal("page", await site.TextAsync("/page"));
    }

    [Fact]
    public Task A_kept_page_that_the_output_cache_keeps_as_well_is_refused() => RefusedAsync(
        ["PER2130"],
        app => app.MapGet("/page", () => "page").Prerender().WithMetadata(new OutputCacheAttribute()));

    [Fact]
    public async Task A_timeout_of_sixty_days_is_refused_since_sixty_seconds_were_meant()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => TestSite.StartAsync(
            static app => app.MapGet("/page", static () => "page").Prerender(),
            options: static options => options.Pages.RenderTimeout = TimeSpan.Parse("60", System.Globalization.CultureInfo.InvariantCulture)));

        Assert.StartsWith("PER1012 Perennial:Pages:RenderTimeout '60.00:00:00'", Assert.Single(error.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public Task Authorization_that_nobody_does_after_UsePerennial_is_refused() => RefusedAsync(
        ["PER1020", "PER1021"],
        app => app.MapGet("/api", () => "api").RequireAuthorization(),
        use: app => app.UsePerennial());

    [Fact]
    public async Task A_component_that_asks_for_it_is_named_by_its_path_and_class()
    {
        var error = await Assert.ThrowsAsync<AggregateException>(() => TestSite.StartAsync(
            static app => app.MapRazorComponents<Root>().Finally(static endpoint =>
            {
                if (endpoint is RouteEndpointBuilder { RoutePattern.RawText: "/component/members" })
                {
                    endpoint.Metadata.Add(new AuthorizeAttribute());
                }
            }),
            static builder =>
            {
                builder.Services.AddSingleton<Garden>().AddRazorComponents();
                Add(builder);
            },
            static app => app.UsePerennial().UseAntiforgery()));

        Assert.Contains(error.InnerExceptions, static inner => inner.Message.StartsWith(
            "PER1020: /component/members (Perennial.EndToEnd.App.Components.MembersPage) asks for authorization", StringComparison.Ordinal));
    }

    [Fact]
    public Task Authorization_before_UsePerennial_does_not_see_the_endpoint_and_is_refused() => RefusedAsync(
        ["PER1020"],
        app => app.MapGet("/api", () => "api").RequireAuthorization(),
        use: app =>
        {
            app.UseAuthentication();
            app.UseAuthorization();
            app.UsePerennial();
        });

    [Fact]
    public Task A_fallback_policy_that_nobody_applies_is_refused() => RefusedAsync(
        ["PER1020", "PER1021"],
        app => app.MapGet("/api", () => "api"),
        use: app => app.UsePerennial(),
        fallback: true);

    [Fact]
    public async Task Every_error_is_named_at_once() => await RefusedAsync(
        ["PER2130", "PER2130", "PER1020", "PER1021"],
        app =>
        {
            app.MapGet("/a", () => "a").Prerender().RequireAuthorization();
            app.MapGet("/b", () => "b").Revalidate(1).RequireAuthorization();
        },
        use: app => app.UsePerennial());

    [Fact]
    public async Task What_asks_for_authorization_after_UsePerennial_gets_it()
    {
        await using var site = await TestSite.StartAsync(
            app => app.MapGet("/api", () => "api").RequireAuthorization(), builder => Add(builder), Use);

        using var response = await site.GetAsync("/api");

        Assert.Equal("/Account/Login", response.Headers.Location?.AbsolutePath);
    }

    [Fact]
    public Task What_a_page_cannot_mean_is_named_with_the_page() => RefusedAsync(
        ["PER2131", "PER2101"],
        app =>
        {
            app.MapGet("/a", () => "a").Revalidate(0);
            app.MapGet("/b", () => "b").Prerender(tags: [""]);
        });

    [Fact]
    public async Task UsePerennial_stands_once_and_in_no_branch()
    {
        await using var app = Builder().Build();
        await using var branched = Builder().Build();
        app.UsePerennial();

        var twice = Assert.Throws<PerennialException>(() => app.UsePerennial());
        var branch = Assert.Throws<PerennialException>(() => branched.Map("/shop", static shop => shop.UsePerennial()));

        Assert.Equal("PER1002: UsePerennial was called twice. Call it once, on the app itself.", twice.Message);
        Assert.Equal("PER1002: UsePerennial was called in a branch of the pipeline (Map, MapWhen). Call it once, on the app itself.", branch.Message);
    }

    [Fact]
    public async Task AddPerennial_may_be_called_again()
    {
        var builder = Builder();
        builder.Configuration["Perennial:OtherSiteUrls:0"] = "https://shop.test";
        builder.AddPerennial(static options => options.Pages.Auto = true);
        builder.AddPerennial();
        await using var app = builder.Build();

        var options = app.Services.GetRequiredService<IOptions<PerennialOptions>>().Value;

        Assert.Equal("https://garden.test", options.SiteUrl);
        Assert.True(options.Pages.Auto);
        Assert.Equal(["https://shop.test"], options.OtherSiteUrls);
    }

    [Fact]
    public async Task RunPerennialAsync_says_the_same_to_a_test_host_as_an_exception()
    {
        await using var app = Builder().Build();
        app.MapGet("/page", () => "page").Prerender();

        var error = await Assert.ThrowsAsync<PerennialException>(app.RunPerennialAsync);

        Assert.Equal("PER1001", error.Code);
    }

    private static async Task RefusedAsync(
        string[] codes, Action<WebApplication> map, Action<WebApplication>? use = null, bool fallback = false)
    {
        var error = await Assert.ThrowsAsync<AggregateException>(
            () => TestSite.StartAsync(map, builder => Add(builder, fallback), use ?? Use));

        Assert.Equal(codes, error.InnerExceptions.Select(static inner => Assert.IsType<PerennialException>(inner).Code));
    }

    private static WebApplicationBuilder Builder()
    {
        var builder = PerennialApplication.CreateBuilder(["--environment=Production", "--applicationName=Somewhere"]);
        builder.AddPerennial(static options => options.SiteUrl = "https://garden.test");
        return builder;
    }

    private static void Use(WebApplication app)
    {
        app.UsePerennial();
        app.UseAuthentication();
        app.UseAuthorization();
    }

    private static void Add(WebApplicationBuilder builder, bool fallback = false)
    {
        builder.Services.AddAuthentication("Cookies").AddCookie();
        builder.Services.AddOutputCache();
        builder.Services.AddAuthorization(options => options.FallbackPolicy =
            fallback ? new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build() : null);
    }
}
