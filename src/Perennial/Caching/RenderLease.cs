using System.Diagnostics.CodeAnalysis;

namespace Perennial.Caching;

/// <summary>The right to render one key, until it is completed or lost.</summary>
[Experimental("PERNL001")]
public abstract class RenderLease : IAsyncDisposable
{
    /// <summary>Greater than that of every lease of this key before.</summary>
    public abstract long Fence { get; }

    /// <summary>Cancelled when another server may have it. The render goes on, and the store refuses what has the smaller fence.</summary>
    public abstract CancellationToken Lost { get; }

    /// <summary>Gives it back, and tells those who wait what came of it. Once; does not throw.</summary>
    public abstract ValueTask CompleteAsync(RenderResult result);

    /// <summary>Gives it back without a word, unless that was done.</summary>
    public abstract ValueTask DisposeAsync();
}
