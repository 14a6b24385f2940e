using Microsoft.Extensions.Logging;
using Perennial.Caching;
using Perennial.Caching.Files;

namespace Perennial.Prerendering;

internal sealed class BuildPosition(CacheOptions options, bool isRequired, ILogger<BuildPosition> logger)
{
    /// <returns>Null when nobody knows: then nothing vouches for the pages, and they are stale from the start.</returns>
    /// <exception cref="PerennialException">PER3016: there is none, and it is required.</exception>
    public async Task<LedgerPosition?> ReadAsync(CancellationToken cancellationToken) =>
        await BuildLedger.ReadForBuildAsync(options.Directory, options.LedgerTagLimit, logger, cancellationToken)
            ?? (isRequired ? throw new PerennialException(
                "PER3016",
                $"The ledger in '{CacheFolder.Resolve(options.Directory)}' can be neither read nor made, and --require-ledger asks for it. "
                + "Build where the cache folder is (Perennial:Cache:Directory), or without --require-ledger.") : null);
}
