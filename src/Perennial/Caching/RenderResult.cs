using System.Diagnostics.CodeAnalysis;

namespace Perennial.Caching;

/// <summary>What came of a render, for the servers that wait for it.</summary>
[Experimental("PERNL001")]
public enum RenderResult
{
    /// <summary>It is in the store.</summary>
    Kept = 0,

    /// <summary>It depends on its visitor: who waits renders for himself, and does not queue up for the lease.</summary>
    NotKept = 1,

    /// <summary>It failed. Who waits may try.</summary>
    Failed = 2,
}
