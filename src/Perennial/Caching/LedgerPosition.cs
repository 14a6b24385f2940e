namespace Perennial.Caching;

/// <summary>
/// A point in a ledger's history. Numbers of different epochs are not comparable: a ledger that was emptied or
/// replaced has another epoch.
/// </summary>
/// <param name="Epoch">The identity of the ledger.</param>
/// <param name="Number">The number of the last invalidation seen; 0 before the first one.</param>
/// <remarks>A class, so that "nothing happened since" is one reference comparison on the path of every hit.</remarks>
public sealed record LedgerPosition(Guid Epoch, long Number)
{
    /// <summary>Of what no ledger has watched since it was made: no epoch is its own.</summary>
    internal static readonly LedgerPosition Unwatched = new(Guid.Empty, 0);

    /// <summary>
    /// Of a built page whose content lies in the image: it is older than every invalidation, and nothing can have changed
    /// that no ledger saw. Only a build gives it; what a running app makes carries where its ledger stood.
    /// </summary>
    internal static readonly LedgerPosition InImage = new(Guid.AllBitsSet, 0);
}
