namespace Perennial.Caching.Files;

internal enum EpochReason
{
    None, // It is believed.
    NoLedger, // There was no ledger: the first start, or the first one on an empty disk.
    Lost, // There was a ledger, and its file is gone or damaged.
    NoWitness, // Nobody says how far it went: its witness is gone or damaged.
    AnotherWitness, // Its witness is another ledger's.

    /// <summary>It ends before an invalidation that was acknowledged: a tail was lost, or an earlier copy was put back.</summary>
    Behind,
    Copy, // The witness is a copy of the file that it was written into: the folder was copied, or an earlier copy was put back.
    MadeElsewhere, // A build made it on another machine, and no server has opened it: it is in an image, and many may start from it.
    Asked, // Another process acknowledged an invalidation without holding the folder, or somebody asked for a new epoch.
}

internal static class EpochReasons
{
    public static string Describe(EpochReason end) => end switch
    {
        EpochReason.None => "it is as it was left",
        EpochReason.NoLedger => "there was none",
        EpochReason.Lost => "its file is gone or damaged",
        EpochReason.NoWitness => "the file that says how far it went (ledger.last) is gone or damaged",
        EpochReason.AnotherWitness => "ledger.last belongs to another ledger",
        EpochReason.Behind => "it ends before an invalidation that was acknowledged: a part was cut off, or an earlier copy was put back",
        EpochReason.Copy => "its folder or its files were copied, and may be older than what was acknowledged",
        EpochReason.MadeElsewhere => "a build made it on another machine or before a restart of this one, and no server has opened it",
        EpochReason.Asked => "a process acknowledged an invalidation without holding the folder, or somebody left a file in new-epoch",
        _ => throw new System.Diagnostics.UnreachableException(end.ToString()),
    };
}
