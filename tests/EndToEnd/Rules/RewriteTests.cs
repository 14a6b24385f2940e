using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Perennial.EndToEnd.Forwarding;
using Perennial.Http;
using Perennial.Rules;

namespace Perennial.EndToEnd.Rules;

public sealed class RewriteTests
{
    [Fact]
    public async Task A_path_is_answered_by_another_and_keeps_its_caching()
    {
        await using var site = await RuleSite.StartAsync(static rules => rules.Rewrites.Add("/blog/{slug}", "/post/{slug}"));

        var first = await site.GetAsync("/blog/a%20b");
        var second = await site.GetAsync("/blog/a%20b?x=1");

        Assert.Equal("post a b at /post/a b", await first.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("Perennial; fwd=uri-miss; stored", first.Header("Cache-Status"));
        Assert.StartsWith("Perennial; hit", second.Header("Cache-Status"), StringComparison.Ordinal);
        Assert.StartsWith("Perennial; hit", (await site.GetAsync("/post/a%20b")).Header("Cache-Status"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_files_it_takes_the_place_of_a_page_and_after_files_only_of_one_with_parameters()
    {
        await using var site = await RuleSite.StartAsync(static rules =>
        {
            rules.Rewrites.Add("/kept", "/live?from=before", RewritePhase.BeforeFiles, has: [RuleCondition.Query("swap")]);
            rules.Rewrites.Add("/live", "/kept");
            rules.Rewrites.Add("/any/special", "/live?from=after");
            rules.Rewrites.Add("/any/{slug}", "/live?from=fallback", RewritePhase.Fallback);
            rules.Rewrites.Add("/none/{slug}", "/any/{slug}", RewritePhase.Fallback);
        });
        await site.TextAsync("/kept");

        Assert.Equal("kept at /kept", await site.TextAsync("/kept"));
        Assert.Equal("live at /live?swap=1&from=before", await site.TextAsync("/kept?swap=1"));
        Assert.Equal("live at /live", await site.TextAsync("/live"));
        Assert.Equal("live at /live?from=after", await site.TextAsync("/any/special"));
        Assert.Equal("any x at /any/x", await site.TextAsync("/any/x"));
        Assert.Equal("any y at /any/y", await site.TextAsync("/none/y"));
    }

    [Fact]
    public async Task Conditions_look_at_headers_cookies_query_and_host()
    {
        await using var site = await RuleSite.StartAsync(static rules =>
        {
            rules.Rewrites.Add("/x", "/any/header", has: [RuleCondition.Header("x-a", "1")]);
            rules.Rewrites.Add("/x", "/any/{user}", has: [RuleCondition.Cookie("user")]);
            rules.Rewrites.Add("/x", "/any/query", has: [RuleCondition.Query("q")]);
            rules.Rewrites.Add("/x", "/any/host", has: [RuleCondition.Host(@"other\.test")], missing: [RuleCondition.Header("x-no")]);
        });

        Assert.Equal("header", await AnswerAsync("/x", ("x-a", "1")));
        Assert.Equal("", await AnswerAsync("/x", ("x-a", "2")));
        Assert.Equal("ann", await AnswerAsync("/x", ("Cookie", "user=ann")));
        Assert.Equal("query", await AnswerAsync("/x?q=1"));
        Assert.Equal("host", await AnswerAsync("/x", ("Host", "other.test")));
        Assert.Equal("", await AnswerAsync("/x", ("Host", "other.test"), ("x-no", "1")));

        async Task<string> AnswerAsync(string path, params (string Name, string Value)[] headers)
        {
            var response = await site.GetAsync(path, request =>
            {
                foreach (var (name, value) in headers)
                {
                    request.Headers.TryAddWithoutValidation(name, value);
                }
            });
            var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            return body.Length == 0 ? "" : body.Split(' ')[1];
        }
    }

    [Fact]
    public async Task Rewrites_before_files_go_on_with_each_others_destination()
    {
        await using var site = await RuleSite.StartAsync(static rules =>
        {
            rules.Rewrites.Add("/one", "/two", RewritePhase.BeforeFiles);
            rules.Rewrites.Add("/two", "/live?two=1", RewritePhase.BeforeFiles);
        });

        Assert.Equal("live at /live?two=1", await site.TextAsync("/one"));
    }

    [Fact]
    public async Task No_redirect_tells_the_destination()
    {
        await using var site = await RuleSite.StartAsync(static rules =>
        {
            rules.Rewrites.Add("/a/{slug}", "/POST/{slug}");
            rules.Rewrites.Add("/b", "/LIVE");
        });

        Assert.Equal("post x at /post/x", await site.TextAsync("/a/x"));
        Assert.Equal("/a/x?q=1", (await site.GetAsync("/a/x/?q=1")).Header("Location"));
        Assert.Equal("/a/x", (await site.GetAsync("/a//x")).Header("Location"));
        Assert.Equal("/b", (await site.GetAsync("/b/")).Header("Location"));
    }

    [Fact]
    public async Task A_file_and_what_MapFallback_maps_come_where_they_belong()
    {
        await using var site = await RuleSite.StartAsync(
            static rules =>
            {
                rules.Rewrites.Add("/{**path}", "/live", RewritePhase.Fallback);
                rules.Rewrites.Add("/robots.txt", "/live?wrong=1");
            },
            static app =>
            {
                app.UseStaticFiles();
                app.MapFallback(static () => "fallback");
            });

        Assert.Equal("live at /live", await site.TextAsync("/nowhere/at/all"));
        Assert.Equal("kept at /kept", await site.TextAsync("/kept"));
    }

    [Fact]
    public async Task HEAD_is_rewritten_like_GET_and_a_form_posts_through()
    {
        await using var site = await RuleSite.StartAsync(static rules =>
        {
            rules.Rewrites.Add("/head", "/kept");
            rules.Rewrites.Add("/send", "/form");
        });

        Assert.Equal(HttpStatusCode.OK, (await site.SendAsync(HttpMethod.Head, "/head")).StatusCode);
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("a", "1")]);
        var posted = await site.SendAsync(HttpMethod.Post, "/send", request => request.Content = form);
        Assert.Equal(HttpStatusCode.OK, posted.StatusCode);
        Assert.Equal("1", await posted.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("../secret")]
    public async Task A_value_cannot_leave_its_segment(string value)
    {
        await using var site = await RuleSite.StartAsync(
            static rules => rules.Rewrites.Add("/go", "/any/{x}", has: [RuleCondition.Header("x-go", "(?<x>.*)")]));

        var response = await site.GetAsync("/go", request => request.Headers.Add("x-go", value));

        Assert.True(response.StatusCode is HttpStatusCode.BadRequest || (await site.TextAsync("/any/x")).Length > 0);
        Assert.DoesNotContain("at /secret", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("//shop/a", "/a")]
    [InlineData("/shop//a//b/", "/a/b/")]
    [InlineData("//shop//", "/")]
    [InlineData("/shop/a", "/a")]
    public async Task Repeated_slashes_are_one_for_another_server(string path, string asked)
    {
        await using var origin = new RawOrigin();
        await using var site = await RuleSite.StartAsync(rules => rules.Rewrites.Add("/shop/{**path}", origin.Url + "/{path}"));

        var response = await site.AskRawAsync($"GET {path} HTTP/1.1\r\nHost: garden.test\r\n\r\n");

        Assert.Equal("HTTP/1.1 200 OK", response.Line);
        Assert.Equal($"GET {asked} HTTP/1.1", Assert.Single(origin.Requests).Line);
    }

    [Theory]
    [InlineData("//kept")]
    [InlineData("/post//one")]
    [InlineData("//any/x//")]
    public async Task Repeated_slashes_lead_to_the_page_that_is_there_and_not_past_it(string path)
    {
        await using var origin = new RawOrigin();
        await using var site = await RuleSite.StartAsync(rules =>
        {
            rules.Rewrites.Add("/kept", origin.Url);
            rules.Rewrites.Add("/{**path}", origin.Url, RewritePhase.Fallback);
        });

        var response = await site.AskRawAsync($"GET {path} HTTP/1.1\r\nHost: garden.test\r\n\r\n");

        Assert.Equal(("HTTP/1.1 308 Permanent Redirect", PathText.Canonical(path)), (response.Line, response.Header("Location")));
    }

    [Fact]
    public async Task The_path_of_a_rewrite_is_no_page_to_revalidate_and_the_error_names_the_page()
    {
        await using var site = await RuleSite.StartAsync(static rules => rules.Rewrites.Add("/post-{id}", "/post/{id}"));

        var regenerate = await Assert.ThrowsAsync<PerennialException>(() => site.Revalidator.RegenerateAsync("/post-1", TestContext.Current.CancellationToken));
        var revalidate = await Assert.ThrowsAsync<PerennialException>(
            () => site.Revalidator.RevalidateAsync(Perennial.Caching.CacheTag.Path("/post-1"), TestContext.Current.CancellationToken));

        Assert.Equal(("PER1121", "PER1121"), (regenerate.Code, revalidate.Code));
        Assert.Contains("'/post/1'", regenerate.Message, StringComparison.Ordinal);
    }
}
