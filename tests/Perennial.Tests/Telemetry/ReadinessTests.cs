using Microsoft.Extensions.Diagnostics.HealthChecks;
using Perennial.Telemetry;

namespace Perennial.Tests.Telemetry;

public sealed class ReadinessTests
{
    [Fact]
    public void It_begins_with_starting_becomes_ready_and_ends_with_draining()
    {
        var readiness = new Readiness();
        Assert.Equal((ReadinessState.Starting, false), (readiness.State, readiness.IsReady));

        readiness.Start();
        Assert.Equal((ReadinessState.Ready, true), (readiness.State, readiness.IsReady));

        readiness.Drain();
        Assert.Equal((ReadinessState.Draining, false), (readiness.State, readiness.IsReady));
    }

    [Fact]
    public void A_process_that_was_stopped_while_it_started_never_becomes_ready()
    {
        var readiness = new Readiness();
        readiness.Drain();

        readiness.Start();

        Assert.Equal(ReadinessState.Draining, readiness.State);
    }

    [Fact]
    public async Task A_process_that_keeps_everything_in_memory_is_ready_and_says_why_it_does()
    {
        var readiness = new Readiness();
        readiness.Start();
        var reason = "the folder is in use";
        readiness.InMemoryBecause = () => reason;
        var context = new HealthCheckContext { Registration = new("perennial", new ReadinessCheck(readiness), failureStatus: null, tags: null) };

        var result = await new ReadinessCheck(readiness).CheckHealthAsync(context, TestContext.Current.CancellationToken);
        Assert.True(readiness.IsReady);
        Assert.Equal(HealthStatus.Degraded, result.Status);
        Assert.Contains(reason, result.Description, StringComparison.Ordinal);

        reason = null;
        Assert.Equal(
            HealthStatus.Healthy, (await new ReadinessCheck(readiness).CheckHealthAsync(context, TestContext.Current.CancellationToken)).Status);
    }
}
