using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Perennial.After;
using Perennial.Caching;
using Log = Perennial.After.Log;

namespace Perennial;

/// <summary>
/// The way out, in order. All of it before the host stops its other services, so that work after responses finds the
/// app's own workers running (decision 0011).
/// </summary>
internal sealed class Shutdown(
    IServer server,
    AfterQueue after,
    EntryCache cache,
    IHostApplicationLifetime lifetime,
    IHostEnvironment environment,
    ShutdownOptions options,
    ShutdownPlan plan,
    ILogger<Shutdown> logger)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // The clock of the process that ends: a test's own stands still.
        using var requests = Limit(plan.Requests, cancellationToken);
        using var work = Limit(plan.Work, cancellationToken);

        // 1. Readiness fails with this, and what lasts as long as the process (a stream of events) ends itself. A signal has
        // done it already; a call of StopAsync would do it after us.
        lifetime.StopApplication();
        var delay = environment.IsDevelopment() ? TimeSpan.Zero : options.DrainDelay;
        Log.Stopping(logger, plan.Deadline.TotalSeconds);
        if (delay > TimeSpan.Zero)
        {
            Log.StillTaking(logger, delay.TotalSeconds);
        }

        // 2. A balancer needs a moment to notice.
        await IgnoreFailureAsync(Task.Delay(delay, TimeProvider.System, requests.Token));

        // 3. No new connections; the requests that run end, or are aborted when their time is over.
        using (requests.Token.Register(() => Log.RequestsAborted(logger, plan.Requests)))
        {
            await IgnoreFailureAsync(server.StopAsync(requests.Token));
        }

        // 4. What they left to do, the refreshes that they began, and what those left to do.
        await IgnoreFailureAsync(after.DrainAsync(work.Token));
        await IgnoreFailureAsync(cache.WhenIdleAsync(work.Token));
        await IgnoreFailureAsync(after.DrainAsync(work.Token));
        after.Close();
    }

    private static CancellationTokenSource Limit(TimeSpan time, CancellationToken cancellationToken)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(time);
        return limit;
    }

    // The next step is taken whatever this one came to: its time may be over, and theirs is not.
    private static async Task IgnoreFailureAsync(Task step) =>
        await step.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
}

// Shares of one deadline, counted from the signal; what one phase does not need, the next ones have.
internal sealed record ShutdownPlan(TimeSpan Deadline)
{
    private static readonly TimeSpan HostDefault = new HostOptions().ShutdownTimeout;

    public TimeSpan Requests => Deadline * 0.8;

    public TimeSpan Work => Deadline * 0.9;

    public TimeSpan Host => Deadline * 0.95;

    public static ShutdownPlan Of(ShutdownOptions options, TimeSpan host) =>
        new(host == HostDefault ? options.Timeout : host);
}
