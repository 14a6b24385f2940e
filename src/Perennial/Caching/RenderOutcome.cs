namespace Perennial.Caching;

/// <summary>What came of a render.</summary>
internal abstract record RenderOutcome
{
    private RenderOutcome()
    {
    }

    /// <summary>An entry that may be kept.</summary>
    public sealed record Kept(CacheEntry Entry) : RenderOutcome;

    /// <summary>The response depends on its visitor, or is of a sort that is not kept; each visitor gets their own.</summary>
    public sealed record NotKept(string Reason) : RenderOutcome;

    /// <summary>The render failed: what is kept stays.</summary>
    public sealed record Failed(Exception Error) : RenderOutcome
    {
        /// <summary>The render itself, where it goes on although nobody waits for it any more.</summary>
        public Task? LeftBehind { get; init; }
    }

    /// <summary>Too many renders wait already.</summary>
    public sealed record Refused : RenderOutcome;
}
