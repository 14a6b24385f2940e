using Microsoft.Extensions.Time.Testing;
using Perennial.Caching.Flights;

namespace Perennial.Tests.Caching.Flights;

public sealed class RefreshGateTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void One_refresh_runs_at_a_time()
    {
        var gate = new RefreshGate(_time);

        Assert.True(gate.TryBegin());
        Assert.False(gate.TryBegin());
        gate.End(succeeded: true);
        Assert.True(gate.TryBegin());
    }

    [Fact]
    public void After_the_first_failure_the_next_visit_retries_at_once_and_then_every_three_seconds()
    {
        var gate = new RefreshGate(_time);
        Fail(gate);
        Fail(gate);

        Assert.False(gate.TryBegin());
        _time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.False(gate.TryBegin());
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Fail(gate);
        Assert.False(gate.TryBegin());
    }

    [Fact]
    public void A_success_forgets_the_failures()
    {
        var gate = new RefreshGate(_time);
        Fail(gate);
        Assert.True(gate.TryBegin());
        gate.End(succeeded: true);

        Fail(gate);

        Assert.True(gate.TryBegin());
    }

    private static void Fail(RefreshGate gate)
    {
        Assert.True(gate.TryBegin());
        gate.End(succeeded: false);
    }
}

public sealed class RenderGateTests
{
    [Fact]
    [Trait("Proves", "F-65")]
    public async Task So_many_run_so_many_wait_and_the_rest_is_refused()
    {
        using var gate = new RenderGate(running: 2, waiting: 1);
        Assert.True(await gate.TryEnterAsync(default));
        Assert.True(await gate.TryEnterAsync(default));
        var third = gate.TryEnterAsync(default).AsTask();

        Assert.False(await gate.TryEnterAsync(default));
        Assert.False(third.IsCompleted);

        gate.Leave();
        Assert.True(await third);
    }

    [Fact]
    public async Task Who_has_waited_for_as_long_as_he_may_is_refused()
    {
        var time = new FakeTimeProvider();
        using var gate = new RenderGate(running: 1, waiting: 1, TimeSpan.FromSeconds(30), time);
        Assert.True(await gate.TryEnterAsync(default));
        var second = gate.TryEnterAsync(default).AsTask();

        time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(second.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.False(await second);
        gate.Leave();
        Assert.True(await gate.TryEnterAsync(default));
    }
}
