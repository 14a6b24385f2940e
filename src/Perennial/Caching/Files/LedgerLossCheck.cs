using Perennial.Caching.Ledger;

namespace Perennial.Caching.Files;

/// <summary>Whether a ledger may have lost an acknowledged invalidation. Values in, values out.</summary>
internal static class LedgerLossCheck
{
    public static EpochReason Judge(LedgerPosition? read, Witness? witness, FolderIdentity here, bool isAsked)
    {
        if (read is null)
        {
            return witness is null ? EpochReason.NoLedger : EpochReason.Lost;
        }

        // A ledger that goes further than its witness ends in what a crash kept from being acknowledged. It is whole, and stays.
        return witness is null ? EpochReason.NoWitness
            : witness.Position.Epoch != read.Epoch ? EpochReason.AnotherWitness
            : witness.Position.Number > read.Number ? EpochReason.Behind
            : !witness.Folder.IsSameFile(here) ? EpochReason.Copy
            : !witness.IsOpened && witness.Folder.Machine != here.Machine ? EpochReason.MadeElsewhere
            : isAsked ? EpochReason.Asked
            : EpochReason.None;
    }
}

internal sealed record LedgerOpening(bool IsServer, LedgerState? Memory, string? OwnRequest = null)
{
    public static LedgerOpening Serve { get; } = new(true, null);

    public static LedgerOpening Build { get; } = new(false, null);
}
