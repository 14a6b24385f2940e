namespace Perennial.Caching.Files;

/// <summary>Why what a folder's ledger says is not believed any more.</summary>
internal enum EpochEnd
{
    /// <summary>It is believed.</summary>
    None,

    /// <summary>There was no ledger: the first start, or the first one on an empty disk.</summary>
    NoLedger,

    /// <summary>There was a ledger, and its file is gone or damaged.</summary>
    Lost,

    /// <summary>Nobody says how far it went: its witness is gone or damaged.</summary>
    NoWitness,

    /// <summary>Its witness is another ledger's.</summary>
    AnotherWitness,

    /// <summary>It ends before an invalidation that was acknowledged: a tail was lost, or an earlier copy was put back.</summary>
    Behind,

    /// <summary>The witness is a copy of the file that it was written into: the folder was copied, or an earlier copy was put back.</summary>
    Copy,

    /// <summary>A build made it on another machine, and no server has opened it: it is in an image, and many may start from it.</summary>
    MadeElsewhere,

    /// <summary>Another process acknowledged an invalidation without holding the folder, or somebody asked for a new epoch.</summary>
    Asked,
}
