using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Perennial.Caching;
using Perennial.Caching.Flights;
using Perennial.Caching.Ledger;
using Perennial.Caching.Memory;
using Perennial.Http;
using Perennial.Telemetry;

namespace Perennial.Images;

/// <summary>
/// The engine of pages, a second time, for pictures: own memory, own places on disk, own renders. One fetch and one encode
/// for each wanted, whatever the crowd; stale ones are shown and made anew behind.
/// </summary>
internal sealed class ImageCache(
    EntryCache cache, ImageOptimizer optimizer, ImageOptions options, ResolvedImageOptions choices, string buildId, TimeProvider time, ILogger<ImageCache> logger)
    : IAsyncDisposable
{
    public CacheStatistics Numbers => cache.Numbers;

    /// <summary>The picture at once, where memory has it and it may be shown; null for whatever must be waited for.</summary>
    public ImageCacheResult? Find(CachedImage known) =>
        known.Cell.Current is { } slot && ImageEntry.Of(slot, known.Wanted) is { Problem: null } image
            ? Show(known.Cell.Key, slot, image, known.Cell, known.Wanted)
            : null;

    /// <summary>The picture, from what is kept or made now; an old one where a new one cannot be made.</summary>
    public async Task<ImageCacheResult> GetAsync(ImageRequest wanted, CancellationToken cancellationToken)
    {
        if (choices.ProblemOf(wanted.Url) is { } problem)
        {
            return ImageCacheResult.Refused(ImageProblem.With("url", problem));
        }

        var key = wanted.Key(buildId);
        var found = await cache.FindAsync(key, CacheKind.Image, cancellationToken);
        if (found?.Slot is not { } slot || ImageEntry.Of(slot, wanted) is not { } image)
        {
            return await FillAsync(key, wanted, RenderReason.Miss, old: null, cancellationToken);
        }

        return Show(key, slot, image, found.Cell, wanted)
            ?? (cache.GateOf(key, found.Cell).IsResting()
                ? ImageCacheResult.Of(slot, image, CacheResult.Failed, CacheStatus.HitUnrendered, found.Cell)
                : await FillAsync(key, wanted, RenderReason.Miss, found, cancellationToken));
    }

    /// <summary>
    /// What becomes part of a page that is kept in its turn: it waits for a new one where what there is was invalidated. A
    /// visitor does not wait for what has just failed: that is tried behind, and the page does without.
    /// </summary>
    public async Task<ImageCacheResult> GetForPageAsync(ImageRequest wanted)
    {
        var key = wanted.Key(buildId);
        var found = await cache.FindAsync(key, CacheKind.Image, CancellationToken.None);
        var old = found?.Slot is { } slot && ImageEntry.Of(slot, wanted) is not null ? found : null;
        if (old?.Slot!.Judge(cache.Ledger) is { State: FreshnessState.Fresh } or { State: FreshnessState.Stale, Reason: FreshnessReason.Age })
        {
            return await GetAsync(wanted, CancellationToken.None);
        }

        var gate = cache.GateOf(key, old?.Cell);
        if (gate.Failures > 0 && RenderScope.Current is null or { Reason: RenderReason.Miss })
        {
            _ = cache.RefreshBehind(key, CacheKind.Image, gate, optimizer.Of(wanted, OnlyTooOld(old?.Slot)));
            return OldEntryOr(old, wanted, new(StatusCodes.Status503ServiceUnavailable, "\"url\" could not be made a moment ago"));
        }

        using var patience = new CancellationTokenSource(options.FetchTimeout, time);
        try
        {
            var result = await FillAsync(key, wanted, old is null ? RenderReason.Miss : RenderReason.Refresh, old, patience.Token);
            if (old is null && result.Problem is { IsGone: false })
            {
                gate.Note(succeeded: false);
            }

            return result;
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            gate.Note(succeeded: false);
            return OldEntryOr(old, wanted, new(
                StatusCodes.Status504GatewayTimeout, $"\"url\" took longer than {options.FetchTimeout.TotalSeconds:0.#} s, and is made behind"));
        }
    }

    private ImageCacheResult? Show(EntryKey key, CacheSlot slot, ImageEntry image, CacheCell? cell, ImageRequest wanted)
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
                _ = cache.RefreshBehind(key, CacheKind.Image, cache.GateOf(key, cell), optimizer.Of(wanted, OnlyTooOld(slot)));
                return ImageCacheResult.Of(slot, image, CacheResult.Stale, freshness.IsInvalidated ? CacheStatus.HitRevalidated : null, cell);
            default:
                return ImageCacheResult.Of(slot, image, CacheResult.Hit, null, cell);
        }
    }

    private async Task<ImageCacheResult> FillAsync(
        EntryKey key, ImageRequest wanted, RenderReason reason, FlightResult? old, CancellationToken cancellationToken)
    {
        var (result, joined) = await cache.FillAsync(key, CacheKind.Image, reason, optimizer.Of(wanted, OnlyTooOld(old?.Slot)), cancellationToken);
        if (result.Slot is { } slot && ImageEntry.Of(slot, wanted) is { } image)
        {
            return ImageCacheResult.Of(
                slot, image, old is null ? CacheResult.Miss : CacheResult.Expired, Status(old is not null, joined), result.Cell);
        }

        var isRefused = result.Outcome is RenderOutcome.Refused;
        if (old?.Slot is { } kept && ImageEntry.Of(kept, wanted) is { } before)
        {
            if (!joined && !isRefused)
            {
                cache.GateOf(key, old.Cell).Note(succeeded: false);
            }

            return isRefused
                ? ImageCacheResult.Of(kept, before, CacheResult.Refused, CacheStatus.StaleRefused, old.Cell)
                : ImageCacheResult.Of(kept, before, CacheResult.Failed, CacheStatus.StaleUnrendered, old.Cell);
        }

        return ImageCacheResult.Refused(Problem(result.Outcome, wanted)) with { Result = isRefused ? CacheResult.Refused : CacheResult.Failed };
    }

    /// <summary>An invalidation may mean that it was made badly: then it is made again, of whatever source.</summary>
    private CacheEntry? OnlyTooOld(CacheSlot? slot) => slot?.Judge(cache.Ledger).Reason is FreshnessReason.Age ? slot.Entry : null;

    private static ImageCacheResult OldEntryOr(FlightResult? old, ImageRequest wanted, ImageProblem problem) => old?.Slot is { } slot
        ? ImageCacheResult.Of(slot, ImageEntry.Of(slot, wanted)!, CacheResult.Failed, CacheStatus.StaleUnrendered, old.Cell)
        : ImageCacheResult.Refused(problem);

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
                return ImageProblem.TooMany();
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
