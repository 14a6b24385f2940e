using System.Diagnostics.CodeAnalysis;

namespace Perennial.Caching;

/// <summary>When an invalidation is answered.</summary>
[Experimental("PERNL001")]
public enum StampScope
{
    /// <summary>When it is durable, and in force in this process. Other servers follow within the time that their ledger promises.</summary>
    Accepted = 0,

    /// <summary>When every server obeys it, or is known to show nothing that it kept.</summary>
    EveryNode = 1,
}
