using System.Net;
using System.Text.RegularExpressions;

namespace Perennial.EndToEnd.Matrix;

/// <summary>What only component pages do: they stream, and answer "not found" and redirects from deep inside.</summary>
public sealed class ComponentTests
{
    public static TheoryData<string> Pages => ["lookup", "stream", "nested-stream"];

    [Theory, MemberData(nameof(Pages))]
    public async Task A_component_that_streams_is_kept_whole(string page)
    {
        await using var site = await GardenSite.StartAsync("component");

        var first = await site.GetAsync(page + "/rose");
        var second = await site.GetAsync(page + "/rose");

        Assert.EndsWith($" https://garden.test/component/{page}/rose", first.Line, StringComparison.Ordinal);
        Assert.Equal(first.Text, second.Text);
        Assert.True(second.IsHit, second.CacheStatus);
        Assert.DoesNotContain("Loading", second.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("blazor-ssr", second.Text, StringComparison.Ordinal);
        Assert.EndsWith("</html>", second.Text.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_layout_looks_at_the_request_and_sends_its_visitor_elsewhere()
    {
        await using var site = await GardenSite.StartAsync("component");

        var member = await site.GetAsync("members", ("X-Member", "ada"));
        var stranger = await site.GetAsync("members");

        Assert.Equal(HttpStatusCode.OK, member.Status);
        Assert.Equal(HttpStatusCode.Found, stranger.Status);
        Assert.EndsWith("/component/open", stranger["Location"], StringComparison.Ordinal);
        Assert.True(stranger.IsPrivate, stranger.CacheControl);
    }

    [Fact]
    public async Task What_stands_around_a_component_that_streams_stays_in_its_place()
    {
        await using var site = await GardenSite.StartAsync("component");

        // The framework marks where such a component begins and ends, for patches that never come.
        var text = Regex.Replace((await site.GetAsync("nested-stream/rose")).Text, "<!--/?bl:[0-9]+-->", "");

        Assert.Matches(@"(?s)<h1>Above</h1>\s*<p>\[rose .*\]</p>\s*<p>Below</p>", text);
    }

    [Fact]
    public async Task That_a_component_streams_is_learnt_once()
    {
        await using var site = await GardenSite.StartAsync("component");
        await site.GetAsync("nested-stream/rose");

        await site.GetAsync("nested-stream/iris");

        Assert.Equal(3, site.Garden.Renders);
    }

    [Theory, MemberData(nameof(Pages))]
    public async Task Not_found_from_inside_is_kept_as_the_apps_not_found_page(string page)
    {
        await using var site = await GardenSite.StartAsync("component");

        for (var i = 0; i < 2; i++)
        {
            var answer = await site.GetAsync(page + "/lost");

            Assert.Equal(HttpStatusCode.NotFound, answer.Status);
            Assert.Contains("Nothing grows here.", answer.Text, StringComparison.Ordinal);
            Assert.Equal(i == 1, answer.IsHit);
        }
    }

    [Theory, MemberData(nameof(Pages))]
    public async Task A_redirect_from_inside_is_kept_as_a_redirect(string page)
    {
        await using var site = await GardenSite.StartAsync("component");

        for (var i = 0; i < 2; i++)
        {
            var answer = await site.GetAsync(page + "/moved");

            Assert.Equal((HttpStatusCode.Redirect, "/component/plants/rose"), (answer.Status, answer["Location"]));
        }
    }

    [Theory, MemberData(nameof(Pages))]
    public async Task An_error_from_inside_is_an_error_and_not_kept(string page)
    {
        var fails = true;
        await using var site = await GardenSite.StartAsync("component");
        site.Garden.When("rose", _ => fails ? throw new InvalidOperationException("blight") : Task.CompletedTask);

        var failed = await site.GetAsync(page + "/rose");
        fails = false;

        Assert.Equal(HttpStatusCode.InternalServerError, failed.Status);
        Assert.Equal(HttpStatusCode.OK, (await site.GetAsync(page + "/rose")).Status);
    }
}
