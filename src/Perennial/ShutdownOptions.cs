namespace Perennial;

/// <summary>How the process ends: readiness fails, a delay, no new connections, requests, work after responses, refreshes, stores.</summary>
public sealed class ShutdownOptions
{
    /// <summary>
    /// All the time there is, from the signal to the end of the process, whatever a request or a background worker does.
    /// Requests may take four fifths of it. Shorter than what the supervisor gives (Kubernetes 30 s, Docker 10 s, systemd 90 s).
    /// Where the app has set <c>HostOptions.ShutdownTimeout</c>, that counts instead.
    /// </summary>
    /// <value>25 seconds</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>
    /// How long the process goes on accepting visitors after readiness has failed, for a balancer to notice. Each answer in
    /// this time closes its connection. Kubernetes wants about 5 s. None in Development.
    /// </summary>
    /// <value>0: no delay</value>
    public TimeSpan DrainDelay { get; set; }
}
