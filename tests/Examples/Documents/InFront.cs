using System.Net;
using System.Runtime.InteropServices;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;

namespace Perennial.Examples.Documents;

/// <summary>The snippets of docs/in-front.md and shutdown.md.</summary>
internal static class InFront
{
    public static void WhoIsAsking(WebApplicationBuilder builder)
    {
        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            options.KnownProxies.Add(IPAddress.Parse("10.0.0.5"));   // loopback is known already
        });

        var app = builder.Build();

        app.UseForwardedHeaders();
        app.UseHttpsRedirection();
        app.UsePerennial();
    }

    public static void RateLimits(WebApplicationBuilder builder)
    {
        builder.Services.AddRateLimiter(options =>
        {
            options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
                RateLimitPartition.GetTokenBucketLimiter(context.Connection.RemoteIpAddress?.ToString() ?? "", _ => new()
                {
                    TokenLimit = 100,
                    TokensPerPeriod = 20,
                    ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                }));
            options.RejectionStatusCode = 429;
            options.OnRejected = (rejected, _) =>
            {
                rejected.HttpContext.Response.Headers.CacheControl = "no-store";
                return default;
            };
        });

        var app = builder.Build();

        app.UseForwardedHeaders();
        app.UseRateLimiter();
        app.UsePerennial();
    }

    public static void OwnSignals()
    {
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ =>
        {
            Console.WriteLine("Received SIGTERM: cleaning up");
            Environment.Exit(0);
        });
    }
}
