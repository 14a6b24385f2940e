using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Perennial.EndToEnd.Matrix;

/// <summary>Sessions, and forms on pages that everybody shares.</summary>
public sealed class StateTests
{
    public static TheoryData<string> Kinds => GardenSite.Kinds;

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_session_in_the_pipeline_hinders_no_page_that_does_not_ask_for_it(string kind)
    {
        await using var site = await StartWithSessionAsync(kind);

        var first = await site.GetAsync("plants/rose");
        var second = await site.GetAsync("plants/rose");

        Assert.True(second.IsHit, second.CacheStatus);
        Assert.Equal("", first["Set-Cookie"] + second["Set-Cookie"]);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_page_that_asks_for_its_session_is_its_visitors_alone(string kind)
    {
        await using var site = await StartWithSessionAsync(kind);
        site.Garden.When("basket", static context =>
        {
            var count = (context.Session.GetInt32("count") ?? 0) + 1;
            context.Session.SetInt32("count", count);
            context.Response.Headers["X-Count"] = $"{count}";
        });

        var first = await site.GetAsync("plants/basket");
        var cookie = first["Set-Cookie"].Split(';')[0];
        var second = await site.GetAsync("plants/basket", ("Cookie", cookie));
        var other = await site.GetAsync("plants/basket");

        Assert.Equal(("1", "2", "1"), (first["X-Count"], second["X-Count"], other["X-Count"]));
        Assert.True(second.IsPrivate, second.CacheControl);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_kept_page_with_a_form_carries_nobodys_token_and_no_cookie(string kind)
    {
        await using var site = await GardenSite.StartAsync(kind);

        var first = await site.GetAsync("form");
        var second = await site.GetAsync("form");

        Assert.True(second.IsHit, second.CacheStatus);
        Assert.DoesNotMatch(new Regex("__RequestVerificationToken[^>]*value=\"[^\"]+\""), second.Text);
        Assert.DoesNotContain("CfDJ8", second.Text, StringComparison.Ordinal);
        Assert.Equal("", first["Set-Cookie"] + second["Set-Cookie"]);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_form_on_a_kept_page_may_be_posted_from_the_site_itself(string kind)
    {
        await using var site = await GardenSite.StartAsync(kind);
        await site.GetAsync("form");

        var answer = await PostAsync(site, ("Sec-Fetch-Site", "same-origin"));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.StartsWith("wished-tulip ", answer.Line, StringComparison.Ordinal);
        Assert.Contains("no-store", answer.CacheControl, StringComparison.Ordinal);
        Assert.StartsWith("form 1 ", (await site.GetAsync("form")).Line, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_form_may_be_posted_before_anybody_has_seen_it(string kind)
    {
        await using var site = await GardenSite.StartAsync(kind);

        var answer = await PostAsync(site, ("Sec-Fetch-Site", "same-origin"));

        Assert.StartsWith("wished-tulip ", answer.Line, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_form_that_another_site_posts_is_refused(string kind)
    {
        await using var site = await GardenSite.StartAsync(kind);
        await site.GetAsync("form");

        foreach (var header in new[] { ("Sec-Fetch-Site", "cross-site"), ("Origin", "https://evil.test"), ("X-Nothing", "") })
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(site, header)).Status);
        }

        Assert.Equal(1, site.Garden.Renders);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_method_that_the_page_does_not_know_is_refused(string kind)
    {
        await using var site = await GardenSite.StartAsync(kind);

        var post = await site.SendAsync(HttpMethod.Post, site.Path("plants/rose"), ("Sec-Fetch-Site", "same-origin"));
        var delete = await site.SendAsync(HttpMethod.Delete, site.Path("plants/rose"));

        Assert.Equal((HttpStatusCode.MethodNotAllowed, "GET, HEAD"), (post.Status, post["Allow"]));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, delete.Status);
        Assert.True(post.IsPrivate, post.CacheControl);
        Assert.Equal(0, site.Garden.Renders);
    }

    private static async Task<Answer> PostAsync(GardenSite site, (string Name, string Value) header)
    {
        using var response = await site.Site.SendAsync(HttpMethod.Post, site.Path("form"), request =>
        {
            request.Headers.TryAddWithoutValidation(header.Name, header.Value);
            request.Content = new FormUrlEncodedContent([new("wish", "tulip"), new("_handler", "wish")]);
        });
        return await Answer.ReadAsync(response);
    }

    private static Task<GardenSite> StartWithSessionAsync(string kind) => GardenSite.StartAsync(
        kind,
        static app =>
        {
            app.UsePerennial();
            app.UseSession();
            app.UseAntiforgery();
        },
        static builder => builder.Services.AddDistributedMemoryCache().AddSession());
}
