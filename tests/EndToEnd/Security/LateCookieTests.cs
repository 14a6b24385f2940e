using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Images;

namespace Perennial.EndToEnd.Security;

/// <summary>Sessions and logins in front of <c>UsePerennial</c> write their cookies when the response is about to leave.</summary>
public sealed class LateCookieTests
{
    [Theory]
    [InlineData("/page", false)]
    [InlineData("/page", true)]
    [InlineData("/_perennial/image?url=%2Ffern.png&w=640&q=75", false)]
    [InlineData("/_perennial/image?url=%2Ffern.png&w=640&q=75", true)]
    public async Task A_cookie_beside_a_kept_answer_is_for_one_visitor_however_late_it_comes(string path, bool isLate)
    {
        await using var site = await StartAsync(isLate);
        await site.GetAsync(path);

        using var hit = await site.GetAsync(path, static request => request.Headers.Add("X-Visitor", "ada"));
        using var plain = await site.GetAsync(path);

        Assert.Equal("seen=ada; path=/", hit.Header("Set-Cookie"));
        Assert.StartsWith("Perennial; hit", hit.Header("Cache-Status"), StringComparison.Ordinal);
        Assert.Equal("private, no-cache, no-store, max-age=0, must-revalidate", hit.Header("Cache-Control"));
        Assert.All((string[])["CDN-Cache-Control", "Surrogate-Control", "Age"], name => Assert.Null(hit.Header(name)));
        Assert.StartsWith("public", plain.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.Equal("max-age=60", plain.Header("Surrogate-Control"));
    }

    private static Task<TestSite> StartAsync(bool isLate) => TestSite.StartAsync(
        static app =>
        {
            app.MapGet("/page", static () => "page").Prerender();
            app.MapGet("/fern.png", static () => Results.Bytes(Pictures.Png(1200, 800), "image/png"));
        },
        services: static builder => builder.Services.AddSingleton<IImageCodec, OneByteCodec>(),
        use: app =>
        {
            app.Use((context, next) =>
            {
                if (context.Request.Headers["X-Visitor"] is [{ } visitor])
                {
                    var response = context.Response;
                    if (isLate)
                    {
                        response.OnStarting(() =>
                        {
                            response.Cookies.Append("seen", visitor);
                            return Task.CompletedTask;
                        });
                    }
                    else
                    {
                        response.Cookies.Append("seen", visitor);
                    }
                }

                return next(context);
            });
            app.UsePerennial();
        },
        options: static options => options.Rules.Headers.Add("/{**path}", "Surrogate-Control", "max-age=60"));

    private sealed class OneByteCodec : IImageCodec
    {
        public Task<ImageResult> EncodeAsync(Stream source, ImageVariant variant, CancellationToken cancellationToken) =>
            Task.FromResult(new ImageResult(new byte[] { 1 }, variant.Format, variant.Width, 1));
    }
}
