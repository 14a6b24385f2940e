namespace Perennial.Caching;

/// <summary>How many renders run and wait at the same time.</summary>
/// <param name="Running">Renders that run.</param>
/// <param name="Waiting">Renders that wait for their turn.</param>
/// <param name="Gather">
/// A moment before a regeneration reads anything. Who asks for the same page within it shares the render: a webhook that
/// calls twenty times means one change.
/// </param>
internal sealed record RenderLimits(int Running, int Waiting, Func<Task>? Gather = null);
