namespace Perennial.Pages;

/// <summary>The receipt of an invalidation.</summary>
/// <param name="Number">Its number in the ledger: later ones have larger numbers.</param>
/// <param name="IsDurable">Whether it survives this process. False only when the cache folder cannot be written.</param>
public sealed record Invalidation(long Number, bool IsDurable);
