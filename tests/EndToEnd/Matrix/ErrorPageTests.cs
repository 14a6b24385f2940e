using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Perennial.EndToEnd.Matrix;

/// <summary>Pages that fail, and the pages that the app shows instead.</summary>
public sealed class ErrorPageTests
{
    public static TheoryData<string, bool> KindsAndPlaces => [.. GardenSite.Kinds
        .SelectMany(static row => new[] { true, false }.Select(inFront => new TheoryDataRow<string, bool>(row.Data, inFront)))];

    public static TheoryData<string> Kinds => GardenSite.Kinds;

    [Theory, MemberData(nameof(KindsAndPlaces))]
    public async Task A_page_that_throws_is_answered_by_the_apps_error_page_and_not_kept(string kind, bool inFront)
    {
        var fails = true;
        await using var site = await StartAsync(kind, inFront, static app => app.UseExceptionHandler("/sorry", createScopeForErrors: true));
        site.Garden.When("rose", _ => fails ? throw new InvalidOperationException("blight") : Task.CompletedTask);

        var failed = await site.GetAsync("plants/rose");
        fails = false;
        var mended = await site.GetAsync("plants/rose");

        Assert.Equal((HttpStatusCode.InternalServerError, $"sorry for /{kind}/plants/rose"), (failed.Status, failed.Text));
        Assert.True(failed.IsPrivate, failed.CacheControl);
        Assert.Equal("", failed["ETag"] + failed["CDN-Cache-Control"] + failed["Age"]);
        Assert.Equal(HttpStatusCode.OK, mended.Status);
        Assert.Contains("stored", mended.CacheStatus, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(KindsAndPlaces))]
    public async Task A_refresh_that_throws_keeps_the_old_page(string kind, bool inFront)
    {
        var fails = false;
        await using var site = await StartAsync(kind, inFront, static app => app.UseExceptionHandler("/sorry", createScopeForErrors: true));
        site.Garden.When("rose", _ => fails ? throw new InvalidOperationException("blight") : Task.CompletedTask);
        var good = await site.GetAsync("plants/rose");
        fails = true;
        site.Site.Time.Advance(TimeSpan.FromSeconds(61));

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(good.Line, (await site.GetAsync("plants/rose")).Line);
        }

        await Eventually.IsTrueAsync(() => Task.FromResult(site.Garden.Renders > 1));
        Assert.Equal(good.Line, (await site.GetAsync("plants/rose")).Line);
    }

    [Theory, MemberData(nameof(KindsAndPlaces))]
    public async Task An_error_page_that_is_kept_itself_is_an_error_where_it_stands_in(string kind, bool inFront)
    {
        await using var site = await StartAsync(kind, inFront, app => app.UseExceptionHandler($"/{kind}/plants/sorry", createScopeForErrors: true));
        site.Garden.When("rose", static _ => throw new InvalidOperationException("blight"));
        await site.GetAsync("plants/sorry");

        var failed = await site.GetAsync("plants/rose");

        Assert.Equal(HttpStatusCode.InternalServerError, failed.Status);
        Assert.StartsWith("sorry ", failed.Line, StringComparison.Ordinal);
        Assert.True(failed.IsPrivate, failed.CacheControl);
        Assert.Equal(HttpStatusCode.OK, (await site.GetAsync("plants/sorry")).Status);
    }

    [Theory, MemberData(nameof(Kinds))]
    [Trait("Proves", "S-102")]
    public async Task Without_an_error_page_a_visitor_learns_nothing_of_the_inside(string kind)
    {
        await using var site = await GardenSite.StartAsync(kind);
        site.Garden.When("rose", static _ => throw new InvalidOperationException("blight"));

        var failed = await site.GetAsync("plants/rose");

        Assert.Equal((HttpStatusCode.InternalServerError, ""), (failed.Status, failed.Text));
    }

    [Theory, MemberData(nameof(KindsAndPlaces))]
    public async Task An_empty_not_found_is_filled_by_the_apps_status_page(string kind, bool inFront)
    {
        await using var site = await StartAsync(kind, inFront, static app => app.UseStatusCodePagesWithReExecute("/lost", createScopeForStatusCodePages: true));
        site.Garden.When("weed", static context => context.Response.StatusCode = StatusCodes.Status404NotFound);

        for (var i = 0; i < 2; i++)
        {
            var answer = await site.GetAsync("plants/weed");

            Assert.Equal((HttpStatusCode.NotFound, "lost"), (answer.Status, answer.Text));
        }

        Assert.Equal(1, site.Garden.Renders);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_status_page_in_front_that_reads_its_visitor_is_private(string kind)
    {
        await using var site = await StartAsync(kind, inFront: true, static app => app.UseStatusCodePagesWithReExecute("/whose", createScopeForStatusCodePages: true));
        site.Garden.When("weed", static context => context.Response.StatusCode = StatusCodes.Status404NotFound);
        await site.GetAsync("plants/weed");

        var anna = await site.GetAsync("plants/weed", ("Cookie", "name=anna"));

        Assert.Equal("anna is lost", anna.Text);
        Assert.True(anna.IsPrivate, anna.CacheControl);
        Assert.Equal("", anna["CDN-Cache-Control"] + anna["Age"] + anna["ETag"]);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_status_page_behind_that_reads_its_visitor_is_not_kept(string kind)
    {
        await using var site = await StartAsync(kind, inFront: false, app => app.UseStatusCodePagesWithReExecute($"/{kind}/plants/whose", createScopeForStatusCodePages: true));
        site.Garden.When("weed", static context => context.Response.StatusCode = StatusCodes.Status404NotFound)
            .When("whose", static context => context.Response.Headers["X-Seen"] = context.Request.Cookies["name"] ?? "nobody");

        var anna = await site.GetAsync("plants/weed", ("Cookie", "name=anna"));
        var bert = await site.GetAsync("plants/weed", ("Cookie", "name=bert"));

        Assert.Equal(("anna", "bert"), (anna["X-Seen"], bert["X-Seen"]));
        Assert.True(bert.IsPrivate, bert.CacheControl);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_status_page_behind_lends_its_tags_to_what_it_stands_in_for(string kind)
    {
        await using var site = await StartAsync(kind, inFront: false, static app => app.UseStatusCodePagesWithReExecute("/tagged", createScopeForStatusCodePages: true));
        site.Garden.When("weed", static context => context.Response.StatusCode = StatusCodes.Status404NotFound);

        Assert.Equal("tagged", (await site.GetAsync("plants/weed")).Text);
        Assert.True((await site.GetAsync("plants/weed")).IsHit);
        await site.Site.Revalidator.ExpireAsync("not-found-page", TestContext.Current.CancellationToken);

        Assert.Contains("detail=expired", (await site.GetAsync("plants/weed")).CacheStatus, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task What_is_no_page_is_not_found_and_kept_by_nobody(string kind)
    {
        await using var site = await StartAsync(kind, inFront: true, static app => app.UseStatusCodePagesWithReExecute("/lost", createScopeForStatusCodePages: true));

        var answer = await site.GetAsync("nothing/here");

        Assert.Equal((HttpStatusCode.NotFound, "lost"), (answer.Status, answer.Text));
        Assert.True(answer.IsPrivate, answer.CacheControl);
    }

    private static Task<GardenSite> StartAsync(string kind, bool inFront, Action<WebApplication> use) => GardenSite.StartAsync(
        kind,
        app =>
        {
            if (inFront)
            {
                use(app);
                app.UsePerennial();
            }
            else
            {
                app.UsePerennial();
                use(app);

                // Whoever re-executes behind the routing routes again.
                app.UseRouting();
            }

            app.UseAntiforgery();
        },
        map: static (app, _) =>
        {
            app.Map("/sorry", static (HttpContext context) => "sorry for "
                + context.Features.Get<Microsoft.AspNetCore.Diagnostics.IExceptionHandlerPathFeature>()?.Path);
            app.MapGet("/lost", static () => "lost");
            app.MapGet("/tagged", static () => "tagged").Prerender(tags: ["not-found-page"]);
            app.MapGet("/whose", static (HttpContext context) => context.Request.Cookies["name"] + " is lost");
        });
}
