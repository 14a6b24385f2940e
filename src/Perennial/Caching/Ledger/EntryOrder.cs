namespace Perennial.Caching.Ledger;

/// <summary>Which of two entries of one key is the newer. By numbers, never by clocks.</summary>
internal static class EntryOrder
{
    /// <returns>
    /// Positive when the first is newer, negative when the second is, 0 when numbers do not say: both saw the same
    /// invalidations, or both are of epochs that have ended.
    /// </returns>
    public static int Compare(LedgerPosition first, LedgerPosition second, LedgerPosition now) =>
        first.Epoch == second.Epoch
            ? first.Number.CompareTo(second.Number)
            : (first.Epoch == now.Epoch).CompareTo(second.Epoch == now.Epoch);
}
