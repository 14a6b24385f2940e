namespace Perennial.Caching.Flights;

/// <param name="Running">Renders that run for who waits for them.</param>
/// <param name="Waiting">Renders that wait for their turn.</param>
/// <param name="CoalesceDelay">
/// A moment before a regeneration reads anything. Who asks for the same page within it shares the render: a webhook that
/// calls twenty times means one change.
/// </param>
/// <param name="QueueTimeout">How long a render waits for its turn, and is refused then; null: as long as it takes.</param>
/// <param name="Longest">How long a render may take: as long another server's is waited for.</param>
/// <param name="OnAbandoned">Told of a render that took too long: its place is another's now, and it may still hold its thread.</param>
internal sealed record RenderLimits(
    int Running, int Waiting, Func<Task>? CoalesceDelay = null, TimeSpan? QueueTimeout = null, TimeSpan? Longest = null, Action<Task>? OnAbandoned = null)
{
    /// <summary>Apart: thousands of pages that become stale together must not stand in the way of visits that wait.</summary>
    public int Refreshing => Math.Max(1, Running / 2);

    /// <summary>Everything that may run at once, and so may hold a thread.</summary>
    public int AtOnce => Running + Refreshing;
}
