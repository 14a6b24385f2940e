using Microsoft.Extensions.DependencyInjection;

namespace Perennial.EndToEnd.Matrix;

/// <summary>Pages that declare nothing, where the app lets Perennial find out.</summary>
public sealed class AutoTests
{
    public static TheoryData<string> Pages => ["component", "page"];

    [Theory, MemberData(nameof(Pages))]
    public async Task A_page_that_touches_nothing_of_its_visitor_is_kept(string kind)
    {
        await using var site = await StartAsync(kind);

        await site.GetAsync("own");

        Assert.True((await site.GetAsync("own")).IsHit);
        Assert.Equal(1, site.Garden.Renders);
    }

    [Theory, MemberData(nameof(Pages))]
    public async Task A_page_that_reads_a_header_is_found_out_once_and_rendered_for_each(string kind)
    {
        await using var site = await StartAsync(kind);
        site.Garden.When("own", static context => context.Response.Headers["X-Seen"] = context.Request.Headers.UserAgent.ToString());

        var anna = await site.GetAsync("own", ("User-Agent", "anna"));
        var bert = await site.GetAsync("own", ("User-Agent", "bert"));

        Assert.Equal(("anna", "bert"), (anna["X-Seen"], bert["X-Seen"]));
        Assert.True(bert.IsPrivate, bert.CacheControl);
        Assert.Equal(3, site.Garden.Renders);
    }

    [Theory]
    [InlineData("minimal")]
    [InlineData("view")]
    public async Task What_may_be_an_api_is_never_kept_unasked(string kind)
    {
        await using var site = await StartAsync(kind);

        await site.GetAsync("own");

        Assert.StartsWith("own 2 ", (await site.GetAsync("own")).Line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interactive_components_in_the_app_leave_no_token_and_no_cookie_in_a_kept_page()
    {
        await using var site = await GardenSite.StartAsync(
            "component", services: static builder => builder.Services.AddRazorComponents().AddInteractiveServerComponents());

        var first = await site.GetAsync("plants/rose");
        var second = await site.GetAsync("plants/rose");

        Assert.True(second.IsHit, second.CacheStatus);
        Assert.Equal("", first["Set-Cookie"] + second["Set-Cookie"]);
        Assert.DoesNotContain("CfDJ8", second.Text, StringComparison.Ordinal);
    }

    private static Task<GardenSite> StartAsync(string kind) => GardenSite.StartAsync(kind, options: static options => options.Pages.Auto = true);
}
