using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;

namespace Perennial.EndToEnd.InFront;

/// <summary>The rate limiter of docs/in-front.md.</summary>
public sealed class RateLimitTests
{
    [Fact]
    public async Task A_limiter_before_UsePerennial_counts_kept_pages_too_and_its_refusals_are_nobodys_to_keep()
    {
        await using var site = await TestSite.StartAsync(
            static app => app.MapGet("/page", static () => "page").Prerender(),
            static builder => builder.Services.AddRateLimiter(static options =>
            {
                options.GlobalLimiter = PartitionedRateLimiter.Create<Microsoft.AspNetCore.Http.HttpContext, string>(static context =>
                    RateLimitPartition.GetTokenBucketLimiter(context.Connection.RemoteIpAddress?.ToString() ?? "", static _ => new()
                    {
                        TokenLimit = 3,
                        TokensPerPeriod = 1,
                        ReplenishmentPeriod = TimeSpan.FromHours(1),
                        QueueLimit = 0,
                    }));
                options.RejectionStatusCode = 429;
                options.OnRejected = static (rejected, _) =>
                {
                    rejected.HttpContext.Response.Headers.CacheControl = "no-store";
                    rejected.HttpContext.Response.Headers.RetryAfter = "1";
                    return default;
                };
            }),
            static app =>
            {
                app.UseRateLimiter();
                app.UsePerennial();
            });

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await site.GetAsync("/page")).StatusCode);
        }

        using var refused = await site.GetAsync("/page");
        Assert.Equal((HttpStatusCode.TooManyRequests, "no-store"), (refused.StatusCode, refused.Header("Cache-Control")));
    }
}
