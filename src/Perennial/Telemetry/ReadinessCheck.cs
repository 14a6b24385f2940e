using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Perennial.Telemetry;

internal sealed class ReadinessCheck(Readiness readiness) : IHealthCheck
{
    public const string Tag = "ready";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            !readiness.IsReady ? new HealthCheckResult(
                context.Registration.FailureStatus, readiness.State is ReadinessState.Draining ? "shutting down" : "starting")
            : readiness.InMemoryBecause() is { } reason ? HealthCheckResult.Degraded("in memory only: " + reason)
            : HealthCheckResult.Healthy());
}
