using System.Diagnostics.CodeAnalysis;

namespace Perennial.Caching;

/// <summary>What became of an entry that a store was given.</summary>
[Experimental("PERNL001")]
public abstract record PutResult
{
    private PutResult()
    {
    }

    /// <summary>It stands there.</summary>
    /// <param name="Version">Its version; empty where the store has none.</param>
    public sealed record Kept(string Version) : PutResult;

    /// <summary>The condition did not hold: another one stands there.</summary>
    /// <param name="Current">That one; null when nothing stands there any more.</param>
    public sealed record Superseded(StoredEntry? Current) : PutResult;

    /// <summary>The store has no place for it, now or ever. Nothing stands there, at least nothing older.</summary>
    public sealed record NotKept : PutResult;
}
