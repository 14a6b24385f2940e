namespace Perennial.Telemetry;

internal enum ReadinessState
{
    /// <summary>Stores are opened and instrumentations registered.</summary>
    Starting,

    /// <summary>Visitors are welcome.</summary>
    Ready,

    /// <summary>Shutting down: those who are here are served, new ones should go elsewhere.</summary>
    Draining,
}
