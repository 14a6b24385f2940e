using System.Diagnostics.CodeAnalysis;

namespace Perennial.Caching;

/// <summary>What a storage is opened for.</summary>
[Experimental("PERNL001")]
public enum StoragePurpose
{
    /// <summary>A server: it reads, writes, and takes part.</summary>
    Serve = 0,

    /// <summary>A build: it asks where the ledger stands, and writes nothing.</summary>
    Build = 1,

    /// <summary>Somebody looks, or invalidates, from outside of the app.</summary>
    Tool = 2,
}
