using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Perennial.Caching;
using Perennial.Http;
using Perennial.Telemetry;

namespace Perennial.Images;

/// <summary>
/// The engine of pages, a second time, for pictures: own memory, own places on disk, own renders. One fetch and one encode
/// for each wanted, whatever the crowd; stale ones are shown and made anew behind.
/// </summary>
internal sealed class ImageCache(
    EntryCache cache, ImageMaker maker, ImageChoices choices, string buildId, ILogger<ImageCache> logger) : IAsyncDisposable
{
    public CacheNumbers Numbers => cache.Numbers;

    /// <summary>The picture at once, where memory has it and it may be shown; null for whatever must be waited for.</summary>
    public ImageLanding? Find(KnownImage known) =>
        known.Cell.Current is { } slot && ImageEntry.Of(slot, known.Wanted) is { } image
            ? Show(known.Cell.Key, slot, image, known.Cell, known.Wanted)
            : null;

    /// <summary>The picture, from what is kept or made now; an old one where a new one cannot be made.</summary>
    public async Task<ImageLanding> GetAsync(ImageRequest wanted, CancellationToken cancellationToken)
    {
        if (choices.ProblemOf(wanted.Url) is { } problem)
        {
            return ImageLanding.Refused(ImageProblem.With("url", problem));
        }

        var key = wanted.Key(buildId);
        var found = await cache.FindAsync(key, CacheKind.Image, cancellationToken);
        if (found?.Slot is not { } slot || ImageEntry.Of(slot, wanted) is not { } image)
        {
            return await FillAsync(key, wanted, old: null, cancellationToken);
        }

        return Show(key, slot, image, found.Cell, wanted)
            ?? (cache.GateOf(key, found.Cell).IsResting()
                ? new(slot, image, CacheResult.Failed, CacheStatus.HitUnrendered, found.Cell)
                : await FillAsync(key, wanted, found, cancellationToken));
    }

    private ImageLanding? Show(EntryKey key, CacheSlot slot, ImageEntry image, CacheCell? cell, ImageRequest wanted)
    {
        if (cell is { IsUsed: false })
        {
            cell.IsUsed = true;
        }

        var freshness = slot.Judge(cache.Ledger);
        switch (freshness.State)
        {
            case FreshnessState.Expired:
                return null;
            case FreshnessState.Stale:
                _ = cache.RefreshBehind(key, cache.GateOf(key, cell), maker.Of(wanted));
                return new(slot, image, CacheResult.Stale, freshness.IsInvalidated ? CacheStatus.HitRevalidated : null, cell);
            default:
                return new(slot, image, CacheResult.Hit, null, cell);
        }
    }

    private async Task<ImageLanding> FillAsync(EntryKey key, ImageRequest wanted, Landing? old, CancellationToken cancellationToken)
    {
        var (landing, joined) = await cache.FillAsync(key, RenderReason.Miss, maker.Of(wanted), cancellationToken);
        if (landing.Slot is { } slot && ImageEntry.Of(slot, wanted) is { } image)
        {
            return new(slot, image, old is null ? CacheResult.Miss : CacheResult.Expired, Status(old is not null, joined), landing.Cell);
        }

        var isRefused = landing.Outcome is RenderOutcome.Refused;
        if (old?.Slot is { } kept)
        {
            if (!joined && !isRefused)
            {
                cache.GateOf(key, old.Cell).Note(succeeded: false);
            }

            return isRefused
                ? new(kept, ImageEntry.Of(kept, wanted), CacheResult.Refused, CacheStatus.StaleRefused, old.Cell)
                : new(kept, ImageEntry.Of(kept, wanted), CacheResult.Failed, CacheStatus.StaleUnrendered, old.Cell);
        }

        return ImageLanding.Refused(Problem(landing.Outcome, wanted)) with { Result = isRefused ? CacheResult.Refused : CacheResult.Failed };
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
