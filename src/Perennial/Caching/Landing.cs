namespace Perennial.Caching;

/// <summary>What a flight brought.</summary>
/// <param name="Outcome">What came of the render.</param>
/// <param name="Slot">The kept entry, when there is one.</param>
/// <param name="Cell">Its place in memory; null when it is not kept there.</param>
internal sealed record Landing(RenderOutcome Outcome, CacheSlot? Slot = null, CacheCell? Cell = null);
