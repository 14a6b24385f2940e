using System.Security.Cryptography;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Perennial.Caching;
using Perennial.Caching.Flights;
using Perennial.Caching.Ledger;
using Perennial.Http;
using Perennial.Telemetry;

namespace Perennial.Images;

internal sealed class ImageOptimizer(
    LocalSource local, RemoteSource remote, IImageCodec codec, ImageOptions options, ResolvedImageOptions choices, ITagLedger ledger, IHostEnvironment environment,
    TimeProvider time, ImageSignals signals, ILogger<ImageOptimizer> logger)
{
    /// <summary>What Next takes off: at the same number AVIF looks better than the others, and is as large.</summary>
    private const int AvifQualityLess = 20;

    private int _saidUnavailable;

    /// <summary>How long it is known that there is no picture: long enough to spare a server that is asked for it by a crowd.</summary>
    private static readonly TimeSpan GoneFor = TimeSpan.FromSeconds(3);

    /// <param name="wanted">What is asked for.</param>
    /// <param name="outlived">What is too old, and was not invalidated: if its source is still the same, so is the picture.</param>
    public Render Of(ImageRequest wanted, CacheEntry? outlived = null) => (startedAt, _, token) => MakeAsync(wanted, outlived, startedAt, token);

    private async Task<ImageSource> FetchAsync(ImageRequest wanted, CancellationToken cancellationToken)
    {
        var (source, problem) = wanted.IsLocal
            ? await local.GetAsync(wanted.Url, wanted.Site, cancellationToken)
            : await remote.GetAsync(new(wanted.Url, UriKind.Absolute), cancellationToken);
        problem ??= ImageProblem.Of(source!.Response);
        if (problem is null)
        {
            (source, problem) = await SourceCoding.DecodeAsync(source!, options.MaxSourceBytes, cancellationToken);
        }

        return problem is null ? source! : throw new ImageFailedException(problem) { Answer = source };
    }

    private async Task<RenderOutcome> MakeAsync(
        ImageRequest wanted, CacheEntry? outlived, LedgerPosition startedAt, CancellationToken cancellationToken)
    {
        ImageSource? source = null;
        try
        {
            source = await FetchAsync(wanted, cancellationToken);
            if (wanted.IsForInfo)
            {
                var info = await SourceInfo.OfAsync(source.Response.Body, options, cancellationToken);
                return KeptInfo(info, Facts(wanted, source, startedAt));
            }

            var sum = SHA256.HashData(source.Response.Body.Span);
            var made = ImageEntry.MadeOf(sum, outlived);
            var (bytes, mediaType, extension) = made ?? await WriteAsync(wanted, source.Response.Body, outlived is not null, cancellationToken);

            // What was passed through is judged anew each time: the options may have changed, or a codec may have come.
            var isMade = !bytes.Equals(source.Response.Body);
            if (wanted.IsPreview && !isMade)
            {
                // A preview that would be the whole picture is none. That is kept, too, so that nobody fetches it again.
                bytes = default;
            }

            return new RenderOutcome.Kept(new(
                Facts(wanted, source, startedAt) with
                {
                    ETag = ContentTag.Of(bytes.Span),
                    Extension = extension,
                },
                ImageEntry.Sections(mediaType, bytes, isMade ? sum : null)));
        }
        catch (ImageFailedException failed)
            when (wanted.IsForPage && failed.Problem.IsLasting && outlived is null && (source ?? failed.Answer) is not null)
        {
            // The failure is kept, so that not every page that shows the picture asks again. A size or preview that is known already stays.
            return KeptInfo(new(null, failed.Problem.Message), Facts(wanted, (source ?? failed.Answer)!, startedAt));
        }
        catch (ImageFailedException failed) when (failed.Problem.IsGone || (failed.Problem.IsForbidden && outlived is null))
        {
            return new RenderOutcome.Kept(new(
                Facts(wanted, failed.Answer!, startedAt) with { IsNegative = true, Lifetime = new(GoneFor, GoneFor) },
                ImageEntry.Sections(failed.Problem)));
        }
#pragma warning disable CA1031 // Whatever it is, it is the outcome of a render: an older picture stays.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return new RenderOutcome.Failed(error);
        }
    }

    private static RenderOutcome.Kept KeptInfo(SourceInfo info, EntryFacts facts) => new(new(
        facts with { Extension = ".txt" }, ImageEntry.Sections(SourceInfo.MediaType, info.Write(), null)));

    private async Task<(ReadOnlyMemory<byte> Bytes, string MediaType, string Extension)> WriteAsync(
        ImageRequest wanted, ReadOnlyMemory<byte> source, bool hasBetter, CancellationToken cancellationToken)
    {
        ImageInfo? info = null;
        try
        {
            await using var stream = SourceStream.Of(source);
            info = await ImageInfo.ReadAsync(stream, cancellationToken);
            if (SourceInspector.Judge(info, source, options) is { } passed)
            {
                return passed;
            }

            var format = wanted.Format ?? (info!.Format is ImageFormat.Png ? ImageFormat.Png : ImageFormat.Jpeg);
            var quality = format is ImageFormat.Avif ? Math.Max(1, wanted.Quality - AvifQualityLess) : wanted.Quality;
            stream.Position = 0;
            var made = await EncodeAsync(stream, new(wanted.Width, format, quality), cancellationToken);
            return (made.Bytes, made.Format.MediaType(), made.Format.FileExtension());
        }
        catch (ImageRefusedException refused) when (info is not null && IsShownAsItIs(refused.Refusal, hasBetter))
        {
            if (refused.Refusal is ImageRefusal.Unavailable && Interlocked.Exchange(ref _saidUnavailable, 1) == 0)
            {
                Log.Unoptimized(logger, refused.Message);
            }

            return (source, info.Format.MediaType(), info.Format.FileExtension());
        }
        catch (ImageRefusedException refused)
        {
            throw new ImageFailedException(ImageProblem.Of(refused));
        }
    }

    /// <summary>
    /// Whether a browser may well show what the codec here does not make. Nobody gets to see a gap because of us: without a
    /// codec pictures are large, and the site works; an AVIF, whose decoder is off unless the app wants it, is as small as
    /// anything that would be made of it; of a file that was cut off a browser shows the upper part. Yet of that an older
    /// picture, which is whole, shows more. What the options refuse, and what another try could make, is not among them.
    /// </summary>
    private static bool IsShownAsItIs(ImageRefusal refusal, bool hasBetter) => refusal switch
    {
        ImageRefusal.Unavailable or ImageRefusal.UnsupportedType or ImageRefusal.TooCostly => true,
        ImageRefusal.Broken => !hasBetter,
        _ => false,
    };

    private async Task<ImageResult> EncodeAsync(Stream source, ImageVariant variant, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        string? error = null;
        try
        {
            return await codec.EncodeAsync(source, variant, cancellationToken);
        }
        catch (Exception failure)
        {
            error = failure is ImageRefusedException refused ? refused.Refusal.ToString() : failure.GetType().FullName;
            throw;
        }
        finally
        {
            signals.Encoded(variant.Format.MediaType(), error, time.GetElapsedTime(began));
        }
    }

    private EntryFacts Facts(ImageRequest wanted, ImageSource source, LedgerPosition startedAt)
    {
        // What is fresh after the fetch was not invalidated since this render began, and has its tags to be invalidated by.
        // What is not fresh, because no new one could be made, must not become so in another form.
        var freshness = source.Kept?.Judge(ledger) ?? Freshness.Fresh;
        return new()
        {
            Kind = CacheKind.Image,
            Tags = [.. new[] { CacheTag.Image(wanted.Url) }.Concat(TagsOf(wanted)).Concat(source.Kept?.Entry.Facts.Tags ?? []).Distinct()],
            Position = !freshness.IsInvalidated ? startedAt

                // That a built page's content is in the image says nothing about a picture that a running app makes of it.
                : source.Kept!.Entry.Facts.Position is var position && position == LedgerPosition.InImage ? LedgerPosition.Unwatched
                : position,
            CreatedAt = time.GetUtcNow(),
            Label = $"{wanted.Url} ({wanted.Width} px)",
            Lifetime = freshness.State is FreshnessState.Fresh ? LifetimeOf(wanted, source.Response) : Lifetime.Of(1),
        };
    }

    // In Development a picture is replaced, and the page loaded again.
    private Lifetime LifetimeOf(ImageRequest wanted, FetchedResponse source) => wanted.IsLocal && environment.IsDevelopment()
        ? new(TimeSpan.Zero, TimeSpan.Zero)
        : Lifetime.Of((int)Math.Min(SourceLifetime.Of(source.Headers, options.MinimumLifetime).TotalSeconds, Lifetime.YearSeconds));

    private IEnumerable<CacheTag> TagsOf(ImageRequest wanted)
    {
        var (path, query) = ResolvedImageOptions.Split(wanted.Url);
        var patterns = wanted.IsLocal
            ? choices.Local.Where(pattern => pattern.Fits(path, query))
            : choices.Remote.Where(pattern => pattern.Fits(new(wanted.Url, UriKind.Absolute)));
        return patterns.SelectMany(static pattern => pattern.Tags).Select(CacheTag.User);
    }
}
