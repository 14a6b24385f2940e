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

    /// <summary>What is kept and may be shown; null when it must be made first.</summary>
    public async ValueTask<ImageLanding?> FindAsync(ImageRequest wanted, CancellationToken cancellationToken)
    {
        var key = wanted.Key(buildId);
        var found = await cache.FindAsync(key, CacheKind.Image, cancellationToken);
        if (found?.Slot is not { } slot || ImageEntry.Of(slot) is not { } image)
        {
            return null;
        }

        var freshness = slot.Judge(cache.Ledger);
        var gate = cache.GateOf(key, found.Cell);
        if (freshness.State is FreshnessState.Expired && !gate.IsResting())
        {
            return null;
        }

        if (freshness.State is not FreshnessState.Fresh)
        {
            _ = cache.RefreshBehind(key, gate, maker.Of(wanted));
        }

        if (found.Cell is { IsUsed: false } cell)
        {
            cell.IsUsed = true;
        }

        return new(slot, image, freshness.Reason is FreshnessReason.Age || freshness.State is FreshnessState.Fresh ? null : CacheStatus.HitRevalidated, null);
    }

    public async Task<ImageLanding> FillAsync(ImageRequest wanted, CancellationToken cancellationToken)
    {
        var (landing, joined) = await cache.FillAsync(wanted.Key(buildId), RenderReason.Miss, maker.Of(wanted), cancellationToken);
        if (landing.Slot is { } slot && ImageEntry.Of(slot) is { } image)
        {
            return new(slot, image, joined ? CacheStatus.MissCollapsed : CacheStatus.MissStored, null);
        }

        switch (landing.Outcome)
        {
            case RenderOutcome.Failed { Error: ImageFailedException failed }:
                return ImageLanding.Refused(failed.Problem);
            case RenderOutcome.Failed failed:
                Log.NotMade(logger, wanted.Width, failed.Error);
                return ImageLanding.Refused(new(StatusCodes.Status500InternalServerError, "The picture could not be made"));
            default:
                return ImageLanding.Refused(new(StatusCodes.Status503ServiceUnavailable, "Too many pictures are being made; ask again in a moment"));
        }
    }

    public ValueTask DisposeAsync() => cache.DisposeAsync();
}
