using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Perennial.Telemetry;

/// <summary>For probes and load balancers.</summary>
public static class PerennialHealthExtensions
{
    /// <summary>
    /// Maps <c>/live</c> and <c>/ready</c> below a prefix. <c>live</c> is 200 while the process answers. <c>ready</c> is 200
    /// when it wants visitors: the cache is open, every instrumentation registered, none of the app's own health checks
    /// with the tag <c>ready</c> is unhealthy, and the process is not shutting down; else 503. Both are <c>no-store</c>,
    /// open to everybody, free of rate limits, and left out of the HTTP metrics.
    /// </summary>
    /// <param name="endpoints">The app.</param>
    /// <param name="prefix">What stands before both.</param>
    /// <returns>Both endpoints, to restrict them for example to a host or port: <c>.RequireHost("*:9090")</c>.</returns>
    public static IEndpointConventionBuilder MapPerennialHealth(this IEndpointRouteBuilder endpoints, string prefix = "/_perennial/health")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        string[] methods = [HttpMethods.Get, HttpMethods.Head];
        var group = endpoints.MapGroup(prefix);
        group.MapMethods("/live", methods, HealthAnswers.LiveAsync);
        group.MapMethods("/ready", methods, HealthAnswers.ReadyAsync);
        return group.AllowAnonymous().DisableRateLimiting().DisableHttpMetrics();
    }

    /// <summary>Adds readiness to the app's health checks, by the name <c>perennial</c> and with the tag <c>ready</c>, for apps that map their own.</summary>
    public static IHealthChecksBuilder AddPerennial(this IHealthChecksBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddCheck<ReadinessCheck>("perennial", failureStatus: null, tags: [ReadinessCheck.Tag]);
    }
}
