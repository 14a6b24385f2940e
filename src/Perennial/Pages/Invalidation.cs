namespace Perennial.Pages;

/// <summary>The receipt of an invalidation.</summary>
/// <param name="Number">Its number in the ledger: later ones have larger numbers.</param>
/// <param name="IsDurable">Whether it outlives this process: in the ledger, or, while another process holds the cache folder, by a mark there that makes everything kept stale. False when nothing can be written there.</param>
public sealed record Invalidation(long Number, bool IsDurable);
