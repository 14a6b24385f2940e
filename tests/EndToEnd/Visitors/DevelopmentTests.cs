using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Perennial.EndToEnd.Matrix;

namespace Perennial.EndToEnd.Visitors;

/// <summary>In Development nothing is kept, and Cache-Status says what would not be kept in Production either, and why.</summary>
public sealed class DevelopmentTests
{
    private const string Kept = "Perennial; fwd=bypass; detail=development";

    [Theory]
    [InlineData("component", "plants/rose")]
    [InlineData("minimal", "plants/rose")]
    [InlineData("view", "plants/rose")]
    [InlineData("page", "plants/rose")]
    [InlineData("component", "form")]
    [InlineData("component", "address-in-handler")]
    public async Task A_page_that_would_be_kept_says_nothing_more(string kind, string page)
    {
        await using var site = await StartAsync(kind);

        Assert.Equal(Kept, (await site.GetAsync(page, ("X-User", "ada"), ("Cookie", "name=ada"))).CacheStatus);
    }

    [Theory]
    [InlineData("a header", "the header 'X-Name' in ")]
    [InlineData("a cookie", "the cookie 'name' in ")]
    [InlineData("the query, by a parameter", "the query parameter 'q' (declare it with Query) in ")]
    [InlineData("the user's name", "the user in ")]
    [InlineData("authentication", "who the visitor is (AuthenticateAsync) in ")]
    [InlineData("the address", "the visitor's address in ")]
    [InlineData("the request's id", "the request's id (TraceIdentifier) in ")]
    [InlineData("the session", "the session in ")]
    public async Task A_page_that_reads_its_visitor_says_what_and_where(string read, string because)
    {
        foreach (var kind in GardenSite.Kinds.Select(static row => row.Data))
        {
            await using var site = await StartAsync(kind);
            site.Garden.When("open", context => Reads.Do(read, context));

            var answer = await site.GetAsync("open", ("X-User", "ada"));

            Assert.StartsWith($"{Kept}; not-kept=\"it reads {because}", answer.CacheStatus, StringComparison.Ordinal);
            Assert.Contains("Reads.cs:", answer.CacheStatus, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("gate", "the user in <AuthorizeView> of Perennial.EndToEnd.App.Components.Addresses.Gated")]
    [InlineData("address-at-once", "the address with its query (NavigationManager.Uri) in ")]
    public async Task What_only_components_read_is_told_too(string page, string because)
    {
        await using var site = await StartAsync("component");

        Assert.StartsWith($"{Kept}; not-kept=\"it reads {because}", (await site.GetAsync(page)).CacheStatus, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/dynamic", "it is declared [DynamicPage]")]
    [InlineData("/connection", "it reads the connection (ConnectionAsync) in ")]
    [InlineData("/failed", "it answered 403")]
    public async Task What_a_page_declares_or_answers_is_told_too(string path, string because)
    {
        await using var site = await TestSite.StartAsync(
            static app =>
            {
                app.MapGet("/dynamic", static () => "now").DynamicPage();
                app.MapGet("/connection", static async (IPageContext page) =>
                {
                    await page.ConnectionAsync();
                    return "yours";
                }).Revalidate(60);
                app.MapGet("/failed", static () => Results.StatusCode(403)).Revalidate(60);
            },
            environment: "Development");

        using var response = await site.GetAsync(path);

        Assert.StartsWith($"{Kept}; not-kept=\"{because}", response.Header("Cache-Status"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("component")]
    [InlineData("page")]
    public async Task A_page_that_declares_nothing_says_so(string kind)
    {
        await using var site = await StartAsync(kind);

        Assert.Equal($"{Kept}; not-kept=\"it declares nothing ([Revalidate] or [Prerender] keeps it)\"", (await site.GetAsync("own")).CacheStatus);
    }

    [Theory]
    [InlineData("own", "it declares nothing; it reads the user in ")]
    [InlineData("own-form", "it declares nothing\"")]
    public async Task What_must_not_be_kept_is_not_advised_to_be(string page, string because)
    {
        await using var site = await StartAsync("component");
        site.Garden.When("own", static context => _ = context.User.Identity?.Name);

        var answer = await site.GetAsync(page, ("X-User", "ada"));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.StartsWith($"{Kept}; not-kept=\"{because}", answer.CacheStatus, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_page_that_stands_in_for_not_found_is_advised_nothing(bool isInFront)
    {
        await using var site = await GardenSite.StartAsync(
            "component",
            app =>
            {
                app.UseExceptionHandler("/component/own");
                _ = isInFront ? app.UseStatusCodePagesWithReExecute("/component/own", createScopeForStatusCodePages: true).UsePerennial()
                    : app.UsePerennial().UseStatusCodePagesWithReExecute("/component/own", createScopeForStatusCodePages: true);
                app.UseAntiforgery();
            },
            map: static (app, _) => app.MapGet("/fails", static string () => throw new InvalidOperationException("frost")),
            environment: "Development");

        Assert.Equal((HttpStatusCode.NotFound, $"{Kept}; not-kept=\"it stands in for an answer 404\""), await AskAsync("/nowhere"));
        Assert.Equal((HttpStatusCode.InternalServerError, $"{Kept}; not-kept=\"it stands in for an answer 500\""), await AskAsync("/fails"));

        async Task<(HttpStatusCode, string?)> AskAsync(string path) =>
            await site.SendAsync(HttpMethod.Get, path) is var answer ? (answer.Status, answer.CacheStatus) : default;
    }

    [Fact]
    public async Task The_page_gets_all_that_its_visitor_brings()
    {
        await using var site = await StartAsync("minimal", static app => app.MapGet("/mirror", (Delegate)(static async (HttpContext context) => string.Join(
            ' ',
            context.Request.Headers["X-Name"],
            context.Request.Cookies["name"],
            context.Request.Query["q"],
            context.User.Identity?.Name,
            context.User.FindFirstValue(ClaimTypes.Name),
            (await context.AuthenticateAsync()).Principal?.Identity?.Name,
            context.Request.QueryString.Value,
            context.Connection.RemoteIpAddress))).Revalidate(60));

        using var response = await site.Site.GetAsync("/mirror?q=fern", static request =>
        {
            request.Headers.Add("X-Name", "rose");
            request.Headers.Add("X-User", "ada");
            request.Headers.Add("Cookie", "name=iris");
        });

        Assert.Equal(
            "rose iris fern ada ada ada ?q=fern 127.0.0.1", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static Task<GardenSite> StartAsync(string kind, Action<WebApplication>? map = null) => GardenSite.StartAsync(
        kind,
        static app =>
        {
            app.UsePerennial();
            app.UseAuthentication();
            app.UseAuthorization();
            app.UseSession();
            app.UseAntiforgery();
        },
        static builder =>
        {
            HeaderUser.Add(builder);
            builder.Services.AddCascadingAuthenticationState();
            builder.Services.AddHttpContextAccessor().AddDistributedMemoryCache().AddSession();
        },
        map: (app, _) => map?.Invoke(app),
        environment: "Development");
}
