using Microsoft.Extensions.Logging;
using Perennial.Caching;
using Perennial.Caching.Files;

namespace Perennial.Prerendering;

internal sealed class BuildPosition(
    CacheOptions options, LedgerRequirement requirement, StorageComposer storage, StorageContextFor context, ILogger<BuildPosition> logger)
{
    /// <summary>A build must not hang because a database does.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <returns>Null when nobody knows: then nothing vouches for the pages, and they are stale from the start.</returns>
    /// <exception cref="PerennialException">PER3016: there is none, and it is required.</exception>
    public async Task<LedgerPosition?> ReadAsync(CancellationToken cancellationToken) =>
        await ReadSharedAsync(cancellationToken) is (true, var shared) ? shared
            : await BuildLedger.ReadForBuildAsync(options.Directory, options.LedgerTagLimit, logger, cancellationToken)
                ?? (requirement.IsRequired ? throw new PerennialException(
                    "PER3016",
                    $"The ledger in '{CacheFolder.Resolve(options.Directory)}' can be neither read nor made, and --require-ledger asks for it. "
                    + "Build where the cache folder is (Perennial:Cache:Directory), or without --require-ledger.") : null);

    private async Task<(bool IsBrought, LedgerPosition? Position)> ReadSharedAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await TimeLimit.RunAsync(
                async token =>
                {
                    await using var brought = await storage.OpenAsync(context(StoragePurpose.Build), token);
                    if (brought.Ledger is not { } ledger)
                    {
                        return default;
                    }

                    await ledger.CatchUpAsync(ledger.Position, token);
                    return (true, ledger.Position);
                },
                Limit,
                TimeProvider.System,
                cancellationToken);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            Log.LedgerOutOfReach(logger, error);
            return requirement.IsRequired
                ? throw new PerennialException("PER3016", $"The shared ledger cannot be read ({error.Message}), and --require-ledger asks for it.", error)
                : (true, null);
        }
    }
}

/// <summary>Whether a build without a ledger is an error.</summary>
internal sealed record LedgerRequirement(bool IsRequired);
