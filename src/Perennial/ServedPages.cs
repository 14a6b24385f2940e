using Microsoft.Extensions.Logging;
using Perennial.Caching;
using Perennial.Caching.Files;
using Perennial.Caching.Ledger;
using Perennial.Deployment;
using Perennial.Pages;
using Log = Perennial.Deployment.Log;

namespace Perennial;

internal sealed class ServedPages(
    BuildOutput build,
    RunningCode code,
    DeploymentOptions options,
    BuildIdentity keys,
    CacheStorage storage,
    FolderStores stores,
    ILogger<ServedPages> logger)
{
    private bool _isOther;

    public async Task OpenAsync(ICacheStore? own, CancellationToken cancellationToken)
    {
        _isOther = build.Manifest is { } made && await BuildCode.IsOtherAsync(made, code, options, cancellationToken);
        var built = build.Manifest is { } manifest
            ? new BuiltPages(manifest.RunId ?? manifest.BuildId, build.Entries)
            : null;
        storage.Code = new(keys.Id, BuildCode.Mark(build.Manifest, code, _isOther));
        await storage.OpenAsync(folder => stores.OpenAsync(folder, built, own, cancellationToken), stores.AttachAsync, cancellationToken);
    }

    public void LogProblems()
    {
        storage.LogIfInMemory();
        if (build.Manifest is not { } manifest)
        {
            return;
        }

        var all = manifest.Routes.SelectMany(static route => route.Paths).Count(static path => path.Entry is not null);
        if (_isOther)
        {
            Log.OtherCode(logger, build.Folder, Left(all));
            return;
        }

        var unwatched = Unwatched(manifest, storage.Ledger.Position);
        if (Left(unwatched) > 0)
        {
            Log.Unwatched(logger, Left(unwatched), all, Why(manifest));
        }
    }

    private static int Unwatched(BuildManifest manifest, LedgerPosition now) =>
        manifest is { LedgerEpoch: { } epoch, LedgerNumber: { } number } && Freshness.IsWatched(new(epoch, number), now)
            ? 0
            : manifest.Routes.Where(static route => !route.ContentIsInImage)
                .SelectMany(static route => route.Paths).Count(static path => path.Entry is not null);

    private int Left(int pages) => Math.Max(0, pages - stores.Superseded);

    private static string Why(BuildManifest manifest) => manifest.LedgerEpoch is null
        ? "'build' could reach no ledger"
        : "the ledger that 'build' saw is not the one that is in force";
}
