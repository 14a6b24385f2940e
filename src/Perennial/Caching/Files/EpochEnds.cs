namespace Perennial.Caching.Files;

/// <summary>The reasons for new epochs, in words.</summary>
internal static class EpochEnds
{
    public static string Describe(EpochEnd end) => end switch
    {
        EpochEnd.None => "it is as it was left",
        EpochEnd.NoLedger => "there was none",
        EpochEnd.Lost => "its file is gone or damaged",
        EpochEnd.NoWitness => "the file that says how far it went (ledger.last) is gone or damaged",
        EpochEnd.AnotherWitness => "ledger.last belongs to another ledger",
        EpochEnd.Behind => "it ends before an invalidation that was acknowledged: a part was cut off, or an earlier copy was put back",
        EpochEnd.Copy => "its folder or its files were copied, and may be older than what was acknowledged",
        EpochEnd.MadeElsewhere => "a build made it on another machine or before a restart of this one, and no server has opened it",
        EpochEnd.Asked => "a process acknowledged an invalidation without holding the folder, or somebody left a file in new-epoch",
        _ => throw new System.Diagnostics.UnreachableException(end.ToString()),
    };
}
