using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Perennial.EndToEnd;

public sealed class PageContextTests
{
    [Theory]
    [InlineData("/kept")]
    [InlineData("/dynamic")]
    [InlineData("/undeclared")]
    public async Task A_page_of_any_kind_redirects_through_its_context(string path)
    {
        await using var site = await TestSite.StartAsync(app =>
        {
            app.MapGet("/kept", Redirect).Revalidate(60);
            app.MapGet("/dynamic", Redirect).DynamicPage();
            app.MapGet("/undeclared", Redirect);
        });

        using var response = await site.GetAsync(path);

        Assert.Equal(HttpStatusCode.TemporaryRedirect, response.StatusCode);
        Assert.Equal("/garden", response.Headers.Location?.ToString());
    }

    [Fact]
    public async Task A_page_keeps_its_request_whatever_it_asks_the_app_for()
    {
        await using var site = await TestSite.StartAsync(
            static app =>
            {
                app.MapGet("/page", static async (HttpContext context, IHttpContextAccessor accessor, Images.LocalFetch fetch) =>
                {
                    var (fetched, _) = await fetch(null, "/tag", "", "*/*", 1000, CancellationToken.None);
                    return $"{System.Text.Encoding.UTF8.GetString(fetched.Body.Span)}, {ReferenceEquals(accessor.HttpContext, context)}";
                }).Prerender();
                app.MapGet("/tag", static (IPageContext page) =>
                {
                    page.Tag("inner");
                    return "asked";
                });
            },
            services: static builder => builder.Services.AddHttpContextAccessor());

        Assert.Equal("asked, True", await site.TextAsync("/page"));
    }

    [Fact]
    public async Task What_outlives_its_request_cannot_redirect_it()
    {
        using var ended = new SemaphoreSlim(0);
        var late = new TaskCompletionSource<Task>();
        await using var site = await TestSite.StartAsync(app => app.MapGet("/page", (IPageContext page) =>
        {
            late.SetResult(RedirectLaterAsync(page));
            return "page";
        }));

        await site.TextAsync("/page");
        ended.Release();

        var error = await Assert.ThrowsAsync<PerennialException>(async () => await await late.Task);
        Assert.Equal("PER2104", error.Code);

        async Task RedirectLaterAsync(IPageContext page)
        {
            await ended.WaitAsync(TestContext.Current.CancellationToken);
            page.Redirect("/garden");
        }
    }

    private static void Redirect(IPageContext page) => page.Redirect("/garden");
}
