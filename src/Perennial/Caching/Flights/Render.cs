namespace Perennial.Caching.Flights;

/// <param name="startedAt">Where the ledger stands at the beginning: the entry must not claim to be newer.</param>
/// <param name="reason">Why it runs.</param>
/// <param name="cancellationToken">Ends with the process, not with a visitor.</param>
internal delegate Task<RenderOutcome> Render(
    LedgerPosition startedAt, RenderReason reason, CancellationToken cancellationToken);

internal enum RenderReason
{
    Miss, // A visit waits for it.
    Refresh, // Behind a stale entry that was served.
    Regenerate, // Someone asked for it by name.
    Build, // The build makes it.
}

internal abstract record RenderOutcome
{
    private RenderOutcome()
    {
    }

    public sealed record Kept(CacheEntry Entry) : RenderOutcome;

    // The response depends on its visitor or may not be kept: each visitor gets their own.
    public sealed record NotKept(string Reason) : RenderOutcome;

    public sealed record Failed(Exception Error) : RenderOutcome
    {
        /// <summary>The render itself, where it goes on although nobody waits for it any more.</summary>
        public Task? AbandonedRender { get; init; }
    }

    public sealed record Refused : RenderOutcome;
}
