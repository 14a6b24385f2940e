using System.Diagnostics.CodeAnalysis;

namespace Perennial.Caching;

/// <summary>
/// One outside thing that keeps entries, numbers or leases: a database, a bucket. Register it with
/// <see cref="PerennialBuilder.UseStorage{TProvider}"/>. Several may be registered, each part from one of them; what none
/// brings is the cache folder's.
/// </summary>
[Experimental("PERNL001")]
public interface IStorageProvider
{
    /// <summary>
    /// Connects, once, before the server listens. What it brings is closed at the end, in this order: store, lease, ledger (each
    /// where it is <see cref="IAsyncDisposable"/>), before the app's own services.
    /// </summary>
    /// <exception cref="PerennialException">It cannot be used: the start ends with this error.</exception>
    ValueTask<StorageParts> OpenAsync(StorageContext context, CancellationToken cancellationToken);
}
