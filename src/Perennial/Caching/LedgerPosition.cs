namespace Perennial.Caching;

/// <summary>
/// A point in a ledger's history. Numbers of different epochs are not comparable: a ledger that was emptied or
/// replaced has another epoch.
/// </summary>
/// <param name="Epoch">The identity of the ledger.</param>
/// <param name="Number">The number of the last invalidation seen; 0 before the first one.</param>
/// <remarks>A class, so that "nothing happened since" is one reference comparison on the path of every hit.</remarks>
public sealed record LedgerPosition(Guid Epoch, long Number);
