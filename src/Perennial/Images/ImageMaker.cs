using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Perennial.Caching;
using Perennial.Http;
using Perennial.Telemetry;

namespace Perennial.Images;

/// <summary>Makes an optimised picture: fetches its source, looks at it, lets the codec write it.</summary>
internal sealed class ImageMaker(
    LocalSource local, RemoteSource remote, IImageCodec codec, ImageOptions options, ImageChoices choices, TimeProvider time,
    ImageSignals signals, ILogger<ImageMaker> logger)
{
    /// <summary>What Next takes off: at the same number AVIF looks better than the others, and is as large.</summary>
    private const int AvifQualityLess = 20;

    private int _saidUnavailable;

    /// <summary>For the cache to run when it must.</summary>
    public Render Of(ImageRequest wanted) => (startedAt, _, token) => MakeAsync(wanted, startedAt, token);

    /// <summary>The source of a picture, as far as it may be shown to everybody.</summary>
    /// <exception cref="ImageFailedException">There is none.</exception>
    public async Task<Fetched> FetchAsync(string url, CancellationToken cancellationToken)
    {
        var (response, problem) = url[0] is '/'
            ? await local.GetAsync(url, cancellationToken)
            : await remote.GetAsync(new(url, UriKind.Absolute), cancellationToken);
        problem ??= ProblemOf(response!);
        return problem is null ? response! : throw new ImageFailedException(problem);
    }

    private async Task<RenderOutcome> MakeAsync(ImageRequest wanted, LedgerPosition startedAt, CancellationToken cancellationToken)
    {
        try
        {
            var source = await FetchAsync(wanted.Url, cancellationToken);
            var (bytes, mediaType, extension) = await WriteAsync(wanted, source.Body, cancellationToken);
            return new RenderOutcome.Kept(Entry(wanted, source, startedAt, bytes, mediaType, extension));
        }
#pragma warning disable CA1031 // Whatever it is, it is the outcome of a render: an older picture stays.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return new RenderOutcome.Failed(error);
        }
    }

    private async Task<(ReadOnlyMemory<byte> Bytes, string MediaType, string Extension)> WriteAsync(
        ImageRequest wanted, ReadOnlyMemory<byte> source, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = SourceStream.Of(source);
            var info = await ImageInfo.ReadAsync(stream, cancellationToken);
            if (PassesThrough.Judge(info, source, options) is { } passed)
            {
                return passed;
            }

            var format = wanted.Format ?? (info!.Format is ImageFormat.Png ? ImageFormat.Png : ImageFormat.Jpeg);
            var quality = format is ImageFormat.Avif ? Math.Max(1, wanted.Quality - AvifQualityLess) : wanted.Quality;
            stream.Position = 0;
            var made = await EncodeAsync(stream, new(wanted.Width, format, quality), cancellationToken);
            return (made.Bytes, made.Format.MediaType(), made.Format.FileExtension());
        }
        catch (ImageRefusedException refused) when (refused.Refusal is ImageRefusal.Unavailable)
        {
            return await AsItIsAsync(source, refused, cancellationToken);
        }
        catch (ImageRefusedException refused)
        {
            throw new ImageFailedException(Problem(refused));
        }
    }

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

    /// <summary>Without a codec pictures are large, and the site works.</summary>
    private async Task<(ReadOnlyMemory<byte> Bytes, string MediaType, string Extension)> AsItIsAsync(
        ReadOnlyMemory<byte> source, ImageRefusedException refused, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _saidUnavailable, 1) == 0)
        {
            Log.Unoptimized(logger, refused.Message);
        }

        await using var stream = SourceStream.Of(source);
        var format = (await ImageInfo.ReadAsync(stream, cancellationToken))!.Format;
        return (source, format.MediaType(), format.FileExtension());
    }

    private CacheEntry Entry(
        ImageRequest wanted, Fetched source, LedgerPosition startedAt, ReadOnlyMemory<byte> bytes, string mediaType, string extension) => new(
            new EntryFacts
            {
                Kind = CacheKind.Image,
                Tags = [CacheTag.Image(wanted.Url), .. TagsOf(wanted)],
                Position = startedAt,
                CreatedAt = time.GetUtcNow(),
                Lifetime = Lifetime.Of((int)Math.Min(SourceLifetime.Of(source.Headers, options.MinimumLifetime).TotalSeconds, Lifetime.YearSeconds)),
                ETag = Convert.ToHexStringLower(SHA256.HashData(bytes.Span).AsSpan(0, 12)),
                Extension = extension,
            },
            ImageEntry.Sections(mediaType, bytes));

    private IEnumerable<CacheTag> TagsOf(ImageRequest wanted)
    {
        var (path, query) = ImageChoices.Split(wanted.Url);
        var patterns = wanted.IsLocal
            ? choices.Local.Where(pattern => pattern.Fits(path, query))
            : choices.Remote.Where(pattern => pattern.Fits(new(wanted.Url, UriKind.Absolute)));
        return patterns.SelectMany(static pattern => pattern.Tags).Distinct().Select(CacheTag.User);
    }

    private static ImageProblem? ProblemOf(Fetched source) => source.Status switch
    {
        StatusCodes.Status200OK when source.Headers.ContentEncoding.Count > 0 =>
            new(StatusCodes.Status502BadGateway, "\"url\" answered in a content coding that nobody asked for"),
        StatusCodes.Status200OK when SourceLifetime.IsPrivateBecause(source.Headers) is { } because =>
            ImageProblem.With("url", $"is not for everybody: it {because}"),
        StatusCodes.Status200OK when source.Body.Length == 0 => ImageProblem.With("url", "is an empty picture"),
        StatusCodes.Status200OK => null,
        StatusCodes.Status404NotFound or StatusCodes.Status410Gone => new(StatusCodes.Status404NotFound, "\"url\" was not found"),
        >= 500 => new(StatusCodes.Status502BadGateway, "\"url\" could not be fetched: its server has an error"),
        _ => ImageProblem.With("url", "is not a picture that everybody may see"),
    };

    private static ImageProblem Problem(ImageRefusedException refused) => refused.Refusal switch
    {
        ImageRefusal.Busy or ImageRefusal.Failed => new(
            StatusCodes.Status503ServiceUnavailable, "Too many pictures are being made; ask again in a moment")
            { RetryAfter = refused.RetryAfter ?? TimeSpan.FromSeconds(1) },
        _ => ImageProblem.With("url", "cannot be optimised: " + refused.Message.TrimEnd('.')),
    };
}
