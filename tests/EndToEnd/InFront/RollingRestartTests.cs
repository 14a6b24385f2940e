using Perennial.EndToEnd.Processes;

namespace Perennial.EndToEnd.InFront;

/// <summary>Two instances behind nginx, each restarted under load.</summary>
public sealed class RollingRestartTests
{
    [Fact]
    [Trait("Proves", "F-80")]
    public async Task A_rolling_restart_fails_no_request()
    {
        var rolling = new RollingRestart();

        await rolling.RunAsync(restarts: 4);

        Assert.Empty(rolling.Failures);
        Assert.True(rolling.Requests > 100, $"Only {rolling.Requests} requests: that is no load.");
        Assert.Equal([0, 0, 0, 0], rolling.ExitCodes);
        Assert.Equal(rolling.WorkRegistered, rolling.WorkDone);
    }
}
