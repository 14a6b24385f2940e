namespace Perennial.Telemetry;

/// <summary>
/// Whether this process wants visitors: not before everything is open and registered, and not once it has begun to go.
/// One object for the health checks, for who opens, and for who shuts down.
/// </summary>
internal sealed class Readiness
{
    private int _state = (int)ReadinessState.Starting;

    public ReadinessState State => (ReadinessState)Volatile.Read(ref _state);

    public Func<string?> InMemoryBecause { get; set; } = static () => null;

    public bool IsReady => State is ReadinessState.Ready;

    // No effect when the process was told to stop meanwhile.
    public void Start() =>
        Interlocked.CompareExchange(ref _state, (int)ReadinessState.Ready, (int)ReadinessState.Starting);

    public void Drain() => Volatile.Write(ref _state, (int)ReadinessState.Draining);
}

internal enum ReadinessState
{
    Starting, // Stores are opened and instrumentations registered.
    Ready, // Visitors are welcome.
    Draining, // Shutting down: those who are here are served, new ones should go elsewhere.
}
