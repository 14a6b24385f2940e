using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;

namespace Perennial.EndToEnd.Matrix;

/// <summary>What an endpoint's metadata says of its visitors holds for kept pages too.</summary>
public sealed class VisitorPolicyTests
{
    public static TheoryData<string> Kinds => GardenSite.Kinds;

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_kept_page_with_a_cors_policy_answers_each_origin_by_it(string kind)
    {
        await using var site = await GardenSite.StartAsync(kind, static app =>
        {
            app.UsePerennial();
            app.UseCors();
            app.UseAntiforgery();
        });

        await site.GetAsync("partners");
        var partner = await site.GetAsync("partners", ("Origin", "https://partner.test"));
        var other = await site.GetAsync("partners", ("Origin", "https://other.test"));

        Assert.True(partner.IsHit && other.IsHit, partner.CacheStatus);
        Assert.Equal("https://partner.test", partner["Access-Control-Allow-Origin"]);
        Assert.Equal("", other["Access-Control-Allow-Origin"]);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_cors_policy_for_everything_stands_in_front(string kind)
    {
        await using var site = await GardenSite.StartAsync(kind, static app =>
        {
            app.UseCors("partners");
            app.UsePerennial().UseAntiforgery();
        });
        await site.GetAsync("plants/rose");

        var partner = await site.GetAsync("plants/rose", ("Origin", "https://partner.test"));

        Assert.True(partner.IsHit, partner.CacheStatus);
        Assert.Equal("https://partner.test", partner["Access-Control-Allow-Origin"]);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_preflight_is_the_cors_middlewares_and_not_a_wrong_method(string kind)
    {
        await using var site = await GardenSite.StartAsync(kind, static app =>
        {
            app.UsePerennial();
            app.UseCors();
            app.UseAntiforgery();
        });

        var preflight = await site.SendAsync(
            HttpMethod.Options, site.Path("partners"), ("Origin", "https://partner.test"), ("Access-Control-Request-Method", "GET"));

        Assert.Equal(HttpStatusCode.NoContent, preflight.Status);
        Assert.Equal("https://partner.test", preflight["Access-Control-Allow-Origin"]);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_rate_limit_of_a_kept_page_counts_hits(string kind)
    {
        await using var site = await GardenSite.StartAsync(kind, UseLimiter, static builder => builder.Services.AddRateLimiter(static limits =>
            limits.AddPolicy("limited", static _ => RateLimitPartition.GetFixedWindowLimiter("all", static _ => Window(2)))));

        Assert.Equal(HttpStatusCode.OK, (await site.GetAsync("limited")).Status);
        Assert.True((await site.GetAsync("limited")).IsHit);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await site.GetAsync("limited")).Status);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_render_takes_no_place_in_a_global_rate_limit(string kind)
    {
        await using var site = await GardenSite.StartAsync(kind, UseLimiter, static builder => builder.Services.AddRateLimiter(static limits =>
        {
            limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(
                static _ => RateLimitPartition.GetFixedWindowLimiter("all", static _ => Window(1)));
            limits.AddPolicy("limited", static _ => RateLimitPartition.GetNoLimiter(""));
        }));

        Assert.Equal(HttpStatusCode.OK, (await site.GetAsync("plants/rose")).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await site.GetAsync("plants/iris")).Status);

        // In front of the limiter: a hit costs nothing worth limiting.
        Assert.True((await site.GetAsync("plants/rose")).IsHit);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_limiter_in_front_counts_everything(string kind)
    {
        await using var site = await GardenSite.StartAsync(
            kind,
            static app =>
            {
                app.UseRateLimiter();
                app.UsePerennial().UseAntiforgery();
            },
            static builder => builder.Services.AddRateLimiter(static limits => limits.GlobalLimiter =
                PartitionedRateLimiter.Create<HttpContext, string>(static _ => RateLimitPartition.GetFixedWindowLimiter("all", static _ => Window(1)))));

        Assert.Equal(HttpStatusCode.OK, (await site.GetAsync("plants/rose")).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await site.GetAsync("plants/rose")).Status);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_page_with_output_cache_metadata_as_well_is_refused_at_start(string kind)
    {
        var error = await Assert.ThrowsAsync<AggregateException>(() => GardenSite.StartAsync(
            kind,
            static app =>
            {
                app.UsePerennial();
                app.UseOutputCache();
                app.UseAntiforgery();
            },
            static builder => builder.Services.AddOutputCache(),
            map: static (_, pages) => pages.WithMetadata(new OutputCacheAttribute())));

        Assert.All(error.InnerExceptions.Cast<PerennialException>(), static error => Assert.Equal("PER2130", error.Code));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task The_apps_output_cache_never_feeds_a_render_old_bytes(string kind)
    {
        await using var site = await GardenSite.StartAsync(
            kind,
            static app =>
            {
                app.UsePerennial();
                app.UseOutputCache();
                app.UseAntiforgery();
            },
            static builder => builder.Services.AddOutputCache(static options =>
                options.AddBasePolicy(static policy => policy.Expire(TimeSpan.FromHours(1)))));
        await site.GetAsync("plants/rose");
        await site.Site.Revalidator.ExpireAsync("plants", TestContext.Current.CancellationToken);

        var answer = await site.GetAsync("plants/rose");

        Assert.StartsWith("rose 2 ", answer.Line, StringComparison.Ordinal);
        Assert.Equal("Perennial; fwd=miss; stored; detail=expired", answer.CacheStatus);
        Assert.Equal("0", answer["Age"]);
    }

    private static void UseLimiter(WebApplication app)
    {
        app.UsePerennial();
        app.UseRateLimiter();
        app.UseAntiforgery();
    }

    private static FixedWindowRateLimiterOptions Window(int permits) => new() { PermitLimit = permits, Window = TimeSpan.FromHours(1) };
}
