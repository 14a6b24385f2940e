using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Perennial.Caching;
using Perennial.Caching.Flights;
using Perennial.Caching.Memory;
using Perennial.Caching.Reads;

namespace Perennial.Images;

/// <summary>
/// The engine of pages, a second time, for pictures: own memory, own places on disk, own renders. One fetch and one encode
/// for each wanted, whatever the crowd; stale ones are shown and made anew behind.
/// </summary>
internal sealed class ImageCache(
    EntryCache cache, ImageOptimizer optimizer, ImageOptions options, ResolvedImageOptions choices, string buildId, TimeProvider time, ILogger<ImageCache> logger)
    : IAsyncDisposable
{
    private readonly ReadThrough _reads = new(cache, time);

    public CacheStatistics Numbers => cache.Numbers;

    public ImageRead Read(ImageRequest wanted) => new(wanted.Key(buildId), wanted, optimizer, cache.Ledger);

    /// <summary>The picture at once, where memory has it and it may be shown; null for whatever must be waited for.</summary>
    public ImageCacheResult? Find(CachedImage known) =>
        known.Cell.Current is { } slot && ImageEntry.Of(slot, known.Read.Wanted) is { Problem: null }
        && _reads.Serve(known.Read, slot, known.Cell) is { } read
            ? ResultOf(known.Read, read)
            : null;

    /// <summary>The picture, from what is kept or made now; an old one where a new one cannot be made.</summary>
    public async Task<ImageCacheResult> GetAsync(ImageRead read, CancellationToken cancellationToken) =>
        choices.ProblemOf(read.Wanted.Url) is { } problem
            ? ImageCacheResult.Refused(ImageProblem.With("url", problem))
            : ResultOf(read, await _reads.ReadAsync(read, cancellationToken));

    /// <summary>The picture for a page that is made: what there is to know of it, or of why there is none.</summary>
    public Task<ImageCacheResult> GetForPageAsync(ImageRequest wanted) =>
        GetAsync(new ImageReadForPage(wanted.Key(buildId), wanted, optimizer, cache.Ledger, options.FetchTimeout), CancellationToken.None);

    private ImageCacheResult ResultOf(ImageRead asked, in ReadResult read)
    {
        if (read.Slot is not { } slot)
        {
            return new(read, null, ProblemOf(read.Outcome, asked.Wanted));
        }

        var image = ImageEntry.Of(slot, asked.Wanted)!;
        return new(read, image.Problem is null ? image : null, image.Problem);
    }

    private ImageProblem ProblemOf(RenderOutcome? outcome, ImageRequest wanted)
    {
        switch (outcome)
        {
            case null:
                return new(StatusCodes.Status503ServiceUnavailable, "\"url\" could not be made a moment ago");
            case RenderOutcome.Failed { Error: ImageFailedException failed }:
                return failed.Problem;
            case RenderOutcome.Failed { Error: OutOfPatienceException }:
                return new(
                    StatusCodes.Status504GatewayTimeout, $"\"url\" took longer than {options.FetchTimeout.TotalSeconds:0.#} s, and is made behind");
            case RenderOutcome.Failed failed:
                Log.NotMade(logger, wanted.Width, failed.Error);
                return new(StatusCodes.Status500InternalServerError, "The picture could not be made");
            default:
                return ImageProblem.TooMany();
        }
    }

    public ValueTask DisposeAsync() => cache.DisposeAsync();
}
