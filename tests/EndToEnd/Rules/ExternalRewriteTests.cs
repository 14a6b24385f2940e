using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Perennial.Pages;
using Perennial.Rules;

namespace Perennial.EndToEnd.Rules;

public sealed class ExternalRewriteTests
{
    [Fact]
    public async Task A_rewrite_to_another_origin_is_an_endpoint_and_asks_the_whole_url()
    {
        await using var site = await StartAsync(rules => rules.Rewrites.Add("/shop/{**path}", "http://127.0.0.1:9/store/{path}?a=1"));

        Assert.Equal("http://127.0.0.1:9/store/x/%C3%A9%20y?b=2&a=1", await site.TextAsync("/shop/x/%C3%A9%20y?b=2"));
        Assert.Equal("http://127.0.0.1:9/store?a=1", await site.TextAsync("/shop"));
    }

    [Fact]
    public async Task It_is_kept_like_any_page_when_it_says_so()
    {
        await using var site = await StartAsync(rules => rules.Rewrites.Add("/shop/{**path}", "http://127.0.0.1:9/{path}").Revalidate(60, tags: ["shop"]));

        var first = await site.GetAsync("/shop/a");
        var second = await site.GetAsync("/shop/a");

        Assert.Equal("Perennial; fwd=uri-miss; stored", first.Header("Cache-Status"));
        Assert.StartsWith("Perennial; hit", second.Header("Cache-Status"), StringComparison.Ordinal);
    }

    private static Task<TestSite> StartAsync(Action<RuleOptions> rules) => TestSite.StartAsync(
        app => app.MapGet("/{slug}", (string slug) => "page " + slug),
        builder => builder.Services.Replace(ServiceDescriptor.Singleton<IRewriteForwarder, Echo>()),
        options: options => rules(options.Rules));

    private sealed class Echo : IRewriteForwarder
    {
        public Task ForwardAsync(HttpContext context, Uri destination) => context.Response.WriteAsync(destination.OriginalString);
    }
}
