namespace Perennial.Caching.Files;

/// <summary>Whether a ledger may have lost an acknowledged invalidation. Values in, values out.</summary>
internal static class LedgerTrust
{
    /// <param name="read">How far the ledger's file goes; null when there is none that can be read.</param>
    /// <param name="witness">What its witness says; null when there is none that can be read.</param>
    /// <param name="here">This machine, and the witness' file as it is.</param>
    /// <param name="isAsked">Whether a new epoch was asked for.</param>
    /// <returns>Why a new epoch has to begin; none when everything that was acknowledged is here.</returns>
    public static EpochEnd Judge(LedgerPosition? read, Witness? witness, FolderIdentity here, bool isAsked)
    {
        if (read is null)
        {
            return witness is null ? EpochEnd.NoLedger : EpochEnd.Lost;
        }

        // A ledger that goes further than its witness ends in what a crash kept from being acknowledged. It is whole, and stays.
        return witness is null ? EpochEnd.NoWitness
            : witness.Position.Epoch != read.Epoch ? EpochEnd.AnotherWitness
            : witness.Position.Number > read.Number ? EpochEnd.Behind
            : !witness.Folder.IsSameFile(here) ? EpochEnd.Copy
            : !witness.IsOpened && witness.Folder.Machine != here.Machine ? EpochEnd.MadeElsewhere
            : isAsked ? EpochEnd.Asked
            : EpochEnd.None;
    }
}
