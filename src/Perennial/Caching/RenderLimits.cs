namespace Perennial.Caching;

/// <summary>How many renders run and wait at the same time.</summary>
internal sealed record RenderLimits(int Running, int Waiting);
