namespace Perennial.Caching;

/// <summary>What the root composes for the cache beside memory. What is near is asked first, and what is not fresh there is asked far.</summary>
/// <param name="Near">This process' own: files, or what an app has put in their place.</param>
/// <param name="Far">What servers share; null where they share nothing.</param>
/// <param name="Lease">Who of them renders.</param>
internal sealed record EntryStores(ICacheStore Near, ICacheStore? Far = null, IRenderLease? Lease = null)
{
    /// <summary>What is written into each entry that this process makes.</summary>
    public EntryOrigin Origin { get; init; } = new(null, null);
}

/// <param name="Code">A text that is the same for the same code, and for code that its build id declares to be the same; null where nobody asks.</param>
/// <param name="BuildId">The build that is served; null without one.</param>
internal sealed record EntryOrigin(string? Code, string? BuildId)
{
    /// <summary>
    /// An entry as it counts here. Of what other code made nobody knows what that code would make today: no ledger vouches for
    /// it, also where its content lies in the image.
    /// </summary>
    public CacheEntry Counted(CacheEntry entry) => Code is null || entry.Facts.Code == Code
        ? entry
        : entry with { Facts = entry.Facts with { Position = LedgerPosition.Unwatched } };

    public CacheEntry Signed(CacheEntry entry, TimeSpan renderTime) =>
        entry with { Facts = entry.Facts with { Code = Code, BuildId = BuildId, RenderTime = renderTime } };
}
