using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using Perennial.Caching;
using Perennial.Http;

namespace Perennial.Images;

/// <summary>Prepares pictures for a page: checks what was asked, reads sizes from files, makes previews, hurries what is seen first.</summary>
internal sealed class ImageDesk(
    ImageOptions options, ImageChoices choices, ImageMaker maker, ImageCache cache, ITagLedger ledger, CurrentRequest current,
    ILogger<ImageDesk> logger)
{
    /// <summary>Small enough to be part of a page, large enough to show where it is dark.</summary>
    private const int PreviewWidth = 8;
    private const int PreviewQuality = 40;

    /// <summary>Sizes of a site's own pictures; forgotten all at once when a site has more.</summary>
    private const int MaxSizes = 10_000;

    /// <summary>Pictures that a page is tagged with; the rest of its tags is the page's own.</summary>
    private const int MaxTags = RenderScope.MaxTags / 2;

    private readonly ConcurrentDictionary<string, KnownSize> _sizes = new(StringComparer.Ordinal);

    public IEnumerable<KeyValuePair<string, object>> Attributes(ImageMarkup markup) => markup.Attributes(options, choices);

    /// <exception cref="PerennialException">PER4050: no picture, or a quality that nobody may ask for.</exception>
    public async Task<ImageMarkup> PrepareAsync(ImageMarkup markup, ImagePlaceholder placeholder)
    {
        Check(markup);
        markup = await SizedAsync(markup);
        if (placeholder is ImagePlaceholder.Blur && markup.Preview is null && !markup.IsData)
        {
            markup = markup with { Preview = await PreviewAsync(markup.Src) };
        }

        if (markup.Preload(options, choices) is { } link && current.Context is { Response.HasStarted: false } context)
        {
            context.Response.Headers.Link = StringValues.Concat(context.Response.Headers.Link, link);
        }

        return markup;
    }

    private void Check(ImageMarkup markup)
    {
        if (string.IsNullOrEmpty(markup.Src))
        {
            throw new PerennialException("PER4050", "An <Image> has no Src. Give it a path such as '/photos/fern.jpg', or a URL.");
        }

        if (markup.Quality is { } quality && markup.Loader is null && options.Loader is null && !choices.Qualities.Contains(quality))
        {
            throw new PerennialException(
                "PER4050",
                $"The <Image> '{markup.Src}' asks for quality {quality}, which the optimiser refuses. Add it to Perennial:Images:Qualities "
                + $"({string.Join(", ", choices.Qualities)} at the moment).");
        }
    }

    private async Task<ImageMarkup> SizedAsync(ImageMarkup markup)
    {
        if (markup.Fill || (markup.Width is not null && markup.Height is not null) || markup.Src[0] is not '/')
        {
            return markup;
        }

        // Whatever was invalidated since may have been this picture; looking again costs its file, and only in a render.
        Depend(markup.Src);
        var position = ledger.Position;
        if (!_sizes.TryGetValue(markup.Src, out var size) || !ReferenceEquals(size.At, position))
        {
            try
            {
                var source = await maker.FetchAsync(markup.Src, CancellationToken.None);
                await using var stream = SourceStream.Of(source.Body);
                if (await ImageInfo.ReadAsync(stream, CancellationToken.None) is not { } info)
                {
                    return markup;
                }

                size = new(info.Width, info.Height, position);
                if (_sizes.Count >= MaxSizes)
                {
                    _sizes.Clear();
                }

                _sizes[markup.Src] = size;
            }
            catch (Exception error) when (error is ImageFailedException or ImageRefusedException)
            {
                Log.NotPrepared(logger, markup.Src, error.Message);
                return markup;
            }
        }

        return (markup.Width, markup.Height) switch
        {
            (null, null) => markup with { Width = size.Width, Height = size.Height },
            ({ } width, _) => markup with { Height = (int)Math.Round((double)width * size.Height / size.Width) },
            (_, { } height) => markup with { Width = (int)Math.Round((double)height * size.Width / size.Height) },
        };
    }

    private async Task<string?> PreviewAsync(string src)
    {
        var wanted = new ImageRequest(src, PreviewWidth, PreviewQuality, ImageFormat.WebP);
        var landing = await cache.GetAsync(wanted, CancellationToken.None);
        Depend(src);
        if (landing.Image is { Bytes.Length: < 4096 } image)
        {
            LookAgainSoonWhere(landing.Slot.Judge(ledger).IsInvalidated);
            return $"data:{image.MediaType};base64,{Convert.ToBase64String(image.Bytes.Span)}";
        }

        // Without a codec it would be the whole picture.
        Log.NotPrepared(logger, src, landing.Problem?.Message ?? "there is no codec that makes one");
        return null;
    }

    // The new one is being made behind this render, and nothing will tell the page when it is there.
    private static void LookAgainSoonWhere(bool isInvalidated)
    {
        if (isInvalidated)
        {
            RenderScope.Current?.Shorten(Lifetime.Of(1));
        }
    }

    /// <summary>A page that shows something of a picture is invalidated with it.</summary>
    private void Depend(string src)
    {
        if (RenderScope.Current is not { } scope)
        {
            return;
        }

        if (scope.Tags.Count < MaxTags)
        {
            scope.Add(CacheTag.Image(src));
        }
        else
        {
            // A gallery of hundreds cannot be tagged with each: it lives no longer than its pictures do at the least.
            scope.Shorten(Lifetime.Of((int)Math.Max(1, options.MinimumLifetime.TotalSeconds)));
        }
    }

    private sealed record KnownSize(int Width, int Height, LedgerPosition At);
}
