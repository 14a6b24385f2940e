using System.Net;
using Microsoft.AspNetCore.Http;

namespace Perennial.EndToEnd.Matrix;

/// <summary>What a kept page promises, whatever it is written with.</summary>
public sealed class EveryKindTests
{
    public static TheoryData<string> Kinds => GardenSite.Kinds;

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_page_is_rendered_once_and_then_served(string kind)
    {
        await using var site = await GardenSite.StartAsync(kind);

        var first = await site.GetAsync("plants/rose");
        var second = await site.GetAsync("plants/rose");

        Assert.Equal($"rose 1  https://garden.test/{kind}/plants/rose", first.Line);
        Assert.Equal(first.Text, second.Text);
        Assert.Equal("Perennial; fwd=uri-miss; stored", first.CacheStatus);
        Assert.Equal("Perennial; hit; ttl=60", second.CacheStatus);
        Assert.Equal(first.CacheControl, second.CacheControl);
        Assert.Contains("s-maxage=60", second.CacheControl, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_stale_page_is_refreshed_behind_a_visit(string kind)
    {
        await using var site = await GardenSite.StartAsync(kind);
        await site.GetAsync("plants/rose");
        site.Site.Time.Advance(TimeSpan.FromSeconds(61));

        var stale = await site.GetAsync("plants/rose");

        Assert.StartsWith("rose 1 ", stale.Line, StringComparison.Ordinal);
        await Eventually.IsTrueAsync(async () => (await site.GetAsync("plants/rose")).Line.StartsWith("rose 2 ", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Expire_by_tag_reaches_every_path_of_a_page(string kind)
    {
        await using var site = await GardenSite.StartAsync(kind);
        await site.GetAsync("plants/rose");
        await site.GetAsync("plants/iris");

        await site.Site.Revalidator.ExpireAsync("plants", TestContext.Current.CancellationToken);

        Assert.StartsWith("rose 3 ", (await site.GetAsync("plants/rose")).Line, StringComparison.Ordinal);
        Assert.StartsWith("iris 4 ", (await site.GetAsync("plants/iris")).Line, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Head_is_answered_cold_and_kept(string kind)
    {
        await using var site = await GardenSite.StartAsync(kind);

        var cold = await site.SendAsync(HttpMethod.Head, site.Path("plants/rose"));
        var kept = await site.SendAsync(HttpMethod.Head, site.Path("plants/rose"));
        var get = await site.GetAsync("plants/rose");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (cold.Status, kept.Status));
        Assert.Equal(("", ""), (cold.Text, kept.Text));
        Assert.Equal(get["Content-Length"], cold["Content-Length"]);
        Assert.Equal(get["ETag"], kept["ETag"]);
        Assert.Equal(1, site.Garden.Renders);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_page_that_nobody_declared_is_rendered_for_each_request(string kind)
    {
        await using var site = await GardenSite.StartAsync(kind);

        var first = await site.GetAsync("own");
        var second = await site.GetAsync("own");

        Assert.StartsWith("own 1 ", first.Line, StringComparison.Ordinal);
        Assert.StartsWith("own 2 ", second.Line, StringComparison.Ordinal);
        Assert.True(second.IsPrivate, second.CacheControl);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_page_that_reads_a_cookie_is_its_visitors_alone(string kind)
    {
        await using var site = await GardenSite.StartAsync(kind);
        site.Garden.When("rose", static context => context.Response.Headers["X-Seen"] = context.Request.Cookies["name"] ?? "nobody");

        var anna = await site.GetAsync("plants/rose", ("Cookie", "name=anna"));
        var bert = await site.GetAsync("plants/rose", ("Cookie", "name=bert"));

        Assert.Equal(("anna", "bert"), (anna["X-Seen"], bert["X-Seen"]));
        Assert.True(anna.IsPrivate && bert.IsPrivate, bert.CacheControl);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_page_that_sets_a_cookie_is_not_kept(string kind)
    {
        await using var site = await GardenSite.StartAsync(kind);
        site.Garden.When("rose", context => context.Response.Cookies.Append("seen", $"{site.Garden.Renders}"));

        var first = await site.GetAsync("plants/rose");
        var second = await site.GetAsync("plants/rose");

        Assert.NotEqual(first["Set-Cookie"], second["Set-Cookie"]);
        Assert.StartsWith("seen=", second["Set-Cookie"], StringComparison.Ordinal);
        Assert.True(second.IsPrivate, second.CacheControl);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_redirect_of_the_page_is_kept_and_stays_on_the_visitors_host(string kind)
    {
        await using var site = await GardenSite.StartAsync(kind);
        site.Garden.When("rose", static context =>
        {
            context.Response.StatusCode = StatusCodes.Status301MovedPermanently;
            context.Response.Headers.Location = "https://garden.test/iris?a=1";
        });

        var first = await site.GetAsync("plants/rose");
        var second = await site.GetAsync("plants/rose");

        Assert.Equal((HttpStatusCode.MovedPermanently, "/iris?a=1"), (first.Status, first["Location"]));
        Assert.Equal((HttpStatusCode.MovedPermanently, "/iris?a=1"), (second.Status, second["Location"]));
        Assert.Equal(1, site.Garden.Renders);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Not_found_is_kept_as_not_found(string kind)
    {
        await using var site = await GardenSite.StartAsync(kind);
        site.Garden.When("weed", static context => context.Response.StatusCode = StatusCodes.Status404NotFound);

        var first = await site.GetAsync("plants/weed");
        var second = await site.GetAsync("plants/weed");

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (first.Status, second.Status));
        Assert.True(second.IsHit, second.CacheStatus);
        Assert.Equal(1, site.Garden.Renders);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Another_case_of_a_literal_is_never_a_second_entry(string kind)
    {
        await using var site = await GardenSite.StartAsync(kind);

        var answer = await site.SendAsync(HttpMethod.Get, $"/{kind.ToUpperInvariant()}/Plants/Rose?x=1");

        Assert.Equal((HttpStatusCode.PermanentRedirect, $"/{kind}/plants/Rose?x=1"), (answer.Status, answer["Location"]));
        Assert.Equal(0, site.Garden.Renders);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task An_escaped_slash_is_part_of_its_segment_and_one_entry(string kind)
    {
        await using var site = await GardenSite.StartAsync(kind);

        var first = await site.GetAsync("plants/a%2Fb");
        var second = await site.GetAsync("plants/a%2Fb");

        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.Equal(first.Line, second.Line);
        Assert.Equal(HttpStatusCode.NotFound, (await site.GetAsync("plants/a/b")).Status);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Concurrent_visits_of_a_cold_page_share_one_render(string kind)
    {
        var go = new TaskCompletionSource();
        await using var site = await GardenSite.StartAsync(kind);
        site.Garden.When("rose", _ => go.Task);

        var visits = Enumerable.Range(0, 20).Select(_ => site.GetAsync("plants/rose")).ToArray();
        await Eventually.IsTrueAsync(() => Task.FromResult(site.Garden.Renders == 1));
        go.SetResult();

        Assert.All(await Task.WhenAll(visits), static answer => Assert.StartsWith("rose 1 ", answer.Line, StringComparison.Ordinal));
    }
}
