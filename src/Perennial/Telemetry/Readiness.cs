namespace Perennial.Telemetry;

/// <summary>
/// Whether this process wants visitors: not before everything is open and registered, and not once it has begun to go.
/// One object for the health checks, for who opens, and for who shuts down.
/// </summary>
internal sealed class Readiness
{
    private int _state = (int)ReadinessState.Starting;

    public ReadinessState State => (ReadinessState)Volatile.Read(ref _state);

    /// <summary>Asks why everything is kept in memory only; null when it is not. Such a process serves, and is ready.</summary>
    public Func<string?> InMemoryBecause { get; set; } = static () => null;

    public bool IsReady => State is ReadinessState.Ready;

    /// <summary>All is open. Without effect when the process was told to stop meanwhile.</summary>
    public void Start() =>
        Interlocked.CompareExchange(ref _state, (int)ReadinessState.Ready, (int)ReadinessState.Starting);

    /// <summary>The process goes. There is no way back.</summary>
    public void Drain() => Volatile.Write(ref _state, (int)ReadinessState.Draining);
}
