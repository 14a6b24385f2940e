using Microsoft.Extensions.Hosting;

namespace Perennial;

/// <summary>The shares of one deadline, each counted from the signal. What one phase does not need, the next ones have.</summary>
/// <param name="Deadline">The process is gone by then.</param>
internal sealed record ShutdownPlan(TimeSpan Deadline)
{
    private static readonly TimeSpan HostDefault = new HostOptions().ShutdownTimeout;

    /// <summary>Requests, the delay before them included; what still runs is aborted.</summary>
    public TimeSpan Requests => Deadline * 0.8;

    /// <summary>Work after responses and refreshes: most of it is done while the requests end.</summary>
    public TimeSpan Work => Deadline * 0.9;

    /// <summary>The app's own hosted services. The rest is for stores and disposal.</summary>
    public TimeSpan Host => Deadline * 0.95;

    /// <summary>An app that chose a time for its host, chose it for us.</summary>
    public static ShutdownPlan Of(ShutdownOptions options, TimeSpan host) =>
        new(host == HostDefault ? options.Timeout : host);
}
