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
}
