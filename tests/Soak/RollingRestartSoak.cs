using Perennial.EndToEnd.InFront;

namespace Perennial.Soak;

public sealed class RollingRestartSoak(ITestOutputHelper output)
{
    [Fact, Trait("Proves", "F-80")]
    public async Task Two_hundred_restarts_behind_nginx_fail_no_request()
    {
        var rolling = new RollingRestart();

        await rolling.RunAsync(restarts: 200);

        output.WriteLine($"200 restarts, {rolling.Requests} requests, {rolling.Failures.Count} failed, {rolling.WorkDone} of {rolling.WorkRegistered} pieces of work done");
        Assert.Empty(rolling.Failures);
        Assert.All(rolling.ExitCodes, static code => Assert.Equal(0, code));
        Assert.Equal(rolling.WorkRegistered, rolling.WorkDone);
    }
}
