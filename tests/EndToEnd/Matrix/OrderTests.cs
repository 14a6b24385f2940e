using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;

namespace Perennial.EndToEnd.Matrix;

/// <summary>The one rule of order: what stands before <c>UsePerennial</c> runs for every request, what stands after it when a page is rendered.</summary>
public sealed class OrderTests
{
    public static TheoryData<string> Kinds => GardenSite.Kinds;

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_kept_page_is_not_served_over_http_where_the_app_redirects_to_https(string kind)
    {
        await using var site = await GardenSite.StartAsync(
            kind,
            static app =>
            {
                app.UseForwardedHeaders();
                app.UseHttpsRedirection();
                app.UsePerennial().UseAntiforgery();
            },
            Https);

        await site.GetAsync("plants/rose", ("X-Forwarded-Proto", "https"));
        var kept = await site.GetAsync("plants/rose", ("X-Forwarded-Proto", "https"));
        var plain = await site.GetAsync("plants/rose");

        Assert.True(kept.IsHit, kept.CacheStatus);
        Assert.Equal(HttpStatusCode.TemporaryRedirect, plain.Status);
        Assert.StartsWith("https://", plain["Location"], StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_redirect_to_https_behind_does_not_answer_a_render(string kind)
    {
        await using var site = await GardenSite.StartAsync(
            kind,
            static app =>
            {
                app.UseForwardedHeaders();
                app.UsePerennial();
                app.UseHttpsRedirection();
                app.UseAntiforgery();
            },
            Https);

        var answer = await site.GetAsync("plants/rose", ("X-Forwarded-Proto", "https"));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.True((await site.GetAsync("plants/rose", ("X-Forwarded-Proto", "https"))).IsHit);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_gate_in_front_is_asked_for_kept_pages_too(string kind)
    {
        await using var site = await GardenSite.StartAsync(kind, static app =>
        {
            app.Use(Gate);
            app.UsePerennial().UseAntiforgery();
        });

        await site.GetAsync("plants/rose", ("X-Key", "1"));

        Assert.True((await site.GetAsync("plants/rose", ("X-Key", "1"))).IsHit);
        Assert.Equal(HttpStatusCode.Unauthorized, (await site.GetAsync("plants/rose")).Status);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_gate_behind_is_never_walked_around(string kind)
    {
        await using var site = await GardenSite.StartAsync(kind, static app =>
        {
            app.UsePerennial();
            app.Use(Gate);
            app.UseAntiforgery();
        });

        var first = await site.GetAsync("plants/rose", ("X-Key", "1"));
        var second = await site.GetAsync("plants/rose", ("X-Key", "1"));
        var without = await site.GetAsync("plants/rose");

        // The gate answers the render as well, which proves that the page is not for everybody: it is not kept.
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.Status, second.Status));
        Assert.False(second.IsHit, second.CacheStatus);
        Assert.True(second.IsPrivate, second.CacheControl);
        Assert.Equal(HttpStatusCode.Unauthorized, without.Status);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task What_a_middleware_answers_in_the_pages_place_is_not_kept_as_the_page(string kind)
    {
        var isClosed = true;
        await using var site = await GardenSite.StartAsync(kind, app =>
        {
            app.UsePerennial();
            app.Use(async (context, next) =>
            {
                if (isClosed)
                {
                    await context.Response.WriteAsync("closed");
                    return;
                }

                await next(context);
            });
            app.UseAntiforgery();
        });

        Assert.Equal("closed", (await site.GetAsync("plants/rose")).Text);
        isClosed = false;

        Assert.StartsWith("rose 1 ", (await site.GetAsync("plants/rose")).Line, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task What_a_middleware_in_front_says_of_a_response_survives_a_hit(string kind)
    {
        await using var site = await GardenSite.StartAsync(kind, static app =>
        {
            app.Use((context, next) =>
            {
                context.Response.Headers.Vary = "X-Key";
                context.Response.Headers["X-Front"] = context.Request.Headers["X-Key"];
                return next(context);
            });
            app.UsePerennial().UseAntiforgery();
        });
        await site.GetAsync("plants/rose");

        var kept = await site.GetAsync("plants/rose", ("X-Key", "7"));

        Assert.True(kept.IsHit, kept.CacheStatus);
        Assert.Equal("7", kept["X-Front"]);
        Assert.Equal("X-Key, Accept-Encoding", kept["Vary"]);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Renders_see_nobody_and_an_address_that_no_app_trusts(string kind)
    {
        var seen = new List<string>();
        await using var site = await GardenSite.StartAsync(kind, app =>
        {
            app.UsePerennial();
            app.Use((context, next) =>
            {
                if (context.Request.Host.Host == "garden.test")
                {
                    seen.Add($"{context.Connection.RemoteIpAddress} {context.Request.Scheme} {context.Request.Headers.Cookie} {context.Request.Headers.UserAgent}");
                }

                return next(context);
            });
            app.UseAntiforgery();
        });

        await site.GetAsync("plants/rose", ("Cookie", "name=anna"), ("User-Agent", "anna"));

        Assert.Equal(["192.0.2.1 https  "], seen);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Strict_transport_security_of_a_render_is_kept_and_of_a_front_is_sent_once(string kind)
    {
        await using var site = await GardenSite.StartAsync(
            kind,
            static app =>
            {
                app.UsePerennial();
                app.UseHsts();
                app.UseAntiforgery();
            },
            static builder => builder.Services.AddHsts(static options => options.MaxAge = TimeSpan.FromDays(1)));

        await site.GetAsync("plants/rose");

        Assert.Equal("max-age=86400", (await site.GetAsync("plants/rose"))["Strict-Transport-Security"]);
    }

    private static Task Gate(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Headers["X-Key"] == "1")
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }

    private static void Https(WebApplicationBuilder builder)
    {
        builder.Services.AddHttpsRedirection(static options => options.HttpsPort = 443);
        builder.Services.Configure<ForwardedHeadersOptions>(static options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedProto;
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
        });
    }
}
