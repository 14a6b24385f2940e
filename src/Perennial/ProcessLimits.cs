using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Perennial;

/// <summary>What is set once for the process: how long it may take to end, and how many threads it keeps.</summary>
internal sealed class ProcessLimits(SignalWatch signals, ShutdownPlan plan, IOptions<HostOptions> host, ThreadPoolMinimum threads)
{
    public void Set()
    {
        signals.Begin(plan.Deadline);

        // The host reads this object when it stops, so the start is early enough.
        host.Value.ShutdownTimeout = plan.Host;
        threads.Keep();
    }
}
