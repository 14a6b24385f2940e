namespace Perennial.Caching;

/// <summary>What the root composes for the cache beside memory. What is near is asked first, and what is not fresh there is asked far.</summary>
/// <param name="Near">This process' own: files, or what an app has put in their place.</param>
/// <param name="Far">What servers share; null where they share nothing.</param>
/// <param name="Lease">Who of them renders.</param>
internal sealed record EntryStores(ICacheStore Near, ICacheStore? Far = null, IRenderLease? Lease = null);
