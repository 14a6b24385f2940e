namespace Perennial.Caching;

/// <summary>
/// Opens the cache, unless it is open already. Whoever needs it first calls this: waiting for the host would be waiting for
/// ever in code that the host itself waits for.
/// </summary>
internal delegate Task EnsureCacheOpen(CancellationToken cancellationToken);
