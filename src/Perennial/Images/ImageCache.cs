using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Perennial.Caching;
using Perennial.Http;

namespace Perennial.Images;

/// <summary>
/// The engine of pages, a second time, for pictures: own memory, own places on disk, own renders. One fetch and one encode
/// for each wanted, whatever the crowd; stale ones are shown and made anew behind.
/// </summary>
internal sealed class ImageCache(EntryCache cache, ImageMaker maker, string buildId, ILogger<ImageCache> logger) : IAsyncDisposable
{
    public CacheNumbers Numbers => cache.Numbers;

    /// <summary>The picture, from what is kept or made now; an old one where a new one cannot be made.</summary>
    public async Task<ImageLanding> GetAsync(ImageRequest wanted, CancellationToken cancellationToken)
    {
        var key = wanted.Key(buildId);
        var found = await cache.FindAsync(key, CacheKind.Image, cancellationToken);
        if (found?.Slot is not { } slot || ImageEntry.Of(slot) is not { } image)
        {
            return await FillAsync(key, wanted, old: null, cancellationToken);
        }

        if (found.Cell is { IsUsed: false } cell)
        {
            cell.IsUsed = true;
        }

        var freshness = slot.Judge(cache.Ledger);
        var gate = cache.GateOf(key, found.Cell);
        if (freshness.State is FreshnessState.Expired)
        {
            return gate.IsResting()
                ? new(slot, image, CacheStatus.HitUnrendered, null)
                : await FillAsync(key, wanted, found, cancellationToken);
        }

        if (freshness.State is FreshnessState.Stale)
        {
            _ = cache.RefreshBehind(key, gate, maker.Of(wanted));
        }

        var isByAge = freshness.State is FreshnessState.Fresh || freshness.Reason is FreshnessReason.Age;
        return new(slot, image, isByAge ? null : CacheStatus.HitRevalidated, null);
    }

    private async Task<ImageLanding> FillAsync(EntryKey key, ImageRequest wanted, Landing? old, CancellationToken cancellationToken)
    {
        var (landing, joined) = await cache.FillAsync(key, RenderReason.Miss, maker.Of(wanted), cancellationToken);
        if (landing.Slot is { } slot && ImageEntry.Of(slot) is { } image)
        {
            return new(slot, image, Status(old is not null, joined), null);
        }

        var isRefused = landing.Outcome is RenderOutcome.Refused;
        if (old?.Slot is { } kept)
        {
            if (!joined && !isRefused)
            {
                cache.GateOf(key, old.Cell).Note(succeeded: false);
            }

            return new(kept, ImageEntry.Of(kept), isRefused ? CacheStatus.StaleRefused : CacheStatus.StaleUnrendered, null);
        }

        return ImageLanding.Refused(Problem(landing.Outcome, wanted));
    }

    private ImageProblem Problem(RenderOutcome outcome, ImageRequest wanted)
    {
        switch (outcome)
        {
            case RenderOutcome.Failed { Error: ImageFailedException failed }:
                return failed.Problem;
            case RenderOutcome.Failed failed:
                Log.NotMade(logger, wanted.Width, failed.Error);
                return new(StatusCodes.Status500InternalServerError, "The picture could not be made");
            default:
                return new(StatusCodes.Status503ServiceUnavailable, "Too many pictures are being made; ask again in a moment")
                {
                    RetryAfter = TimeSpan.FromSeconds(1),
                };
        }
    }

    private static string Status(bool wasExpired, bool joined) => (wasExpired, joined) switch
    {
        (true, true) => CacheStatus.ExpiredCollapsed,
        (true, false) => CacheStatus.ExpiredStored,
        (false, true) => CacheStatus.MissCollapsed,
        _ => CacheStatus.MissStored,
    };

    public ValueTask DisposeAsync() => cache.DisposeAsync();
}
