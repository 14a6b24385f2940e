using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Perennial.Caching;
using Perennial.Caching.Reads;
using Perennial.Http;

namespace Perennial.Images;

internal sealed class ImagePreparer(
    ImageOptions options, ResolvedImageOptions choices, ImageCache cache, ITagLedger ledger, CurrentRequest current, Sites sites, IHostEnvironment environment,
    ILogger<ImagePreparer> logger)
{
    /// <summary>A preview has a few hundred bytes; a codec of somebody else's may think otherwise.</summary>
    private const int MaxPreview = 4096;

    /// <summary>When a page looks again for what could not be had at the moment, in seconds.</summary>
    private const int RetrySeconds = 10;

    public IEnumerable<KeyValuePair<string, object>> Attributes(ImageMarkup markup) => markup.Attributes(options, choices);

    public async Task<ImageMarkup> PrepareAsync(ImageMarkup markup, ImagePlaceholder placeholder)
    {
        markup = Checked(markup);
        if (ImageSrc.IsInPlace(markup.Src))
        {
            return markup;
        }

        // In the order of the page, whichever is looked at first: there is room for so many links. What has no size yet
        // does not know its link.
        var preloaded = WantsSize(markup) ? null : AddPreloadLink(markup);
        var seen = await InspectAsync(markup, placeholder is ImagePlaceholder.Blur && markup.Preview is null);
        if (preloaded is null || seen.Unoptimized != markup.Unoptimized)
        {
            AddPreloadLink(seen, instead: preloaded);
        }

        return seen;
    }

    private ImageMarkup Checked(ImageMarkup markup)
    {
        markup = ImageCheck.Of(markup, Resolved(markup), options, choices) with { BasePath = Base };
        if (!IsOptimised(markup) || choices.ProblemOf(markup.Src) is not { } refusal)
        {
            return markup;
        }

        if (environment.IsDevelopment())
        {
            throw ImageCheck.Refused(markup, refusal);
        }

        // Whatever an editor links to: a picture that is too large is better than none.
        return LeftAlone(markup, "it " + refusal);
    }

    private string? Resolved(ImageMarkup markup) =>
        string.IsNullOrEmpty(markup.Src) || LoaderOf(markup) is not null || ImageSrc.IsInPlace(markup.Src)
            ? markup.Src
            : markup.IsInView && !ImageSrc.IsRooted(markup.Src) ? null
            : ImageSrc.Resolve(markup.Src, Base);

    /// <summary>
    /// Asks of what the picture is: for its size, for a preview, and whether the optimiser takes it at all. A page links to
    /// the original of one that it does not take, or that cannot be had at the moment: a browser then shows what it can.
    /// </summary>
    private async Task<ImageMarkup> InspectAsync(ImageMarkup markup, bool wantsPreview)
    {
        if (!IsReadable(markup))
        {
            return markup;
        }

        var wantsSize = WantsSize(markup);
        wantsPreview &= !ImageSrc.IsVector(markup.Src);

        // A file of this app is looked at in any case. Another site is not asked for what the page does not need: it may be
        // out of reach where the site is built.
        if (wantsSize || (!wantsPreview && IsOptimised(markup) && markup.Src[0] is '/'))
        {
            markup = await WithInfoAsync(markup, wantsSize);
        }

        return wantsPreview && !markup.Unoptimized ? await PreviewedAsync(markup) : markup;
    }

    private async Task<ImageMarkup> WithInfoAsync(ImageMarkup markup, bool wantsSize)
    {
        var result = await AskAsync(ImageRequest.InfoOf(Asked(markup), Site), wantsSize);
        if (result.Problem is { Status: StatusCodes.Status404NotFound })
        {
            // The picture is missing (404): its size and its preview will come together with it.
            return markup;
        }

        var info = result.Image is { } image ? InfoIn(image)! : new(null, result.Problem!.Message);
        if (wantsSize && info is { Size: null, Refusal: null })
        {
            Log.NotPrepared(logger, markup.Src, "It says nowhere how large it is");
        }

        markup = wantsSize && info.Size is { } size ? Sized(markup, size) : markup;
        return info.Refusal is { } refusal ? LeftAlone(markup, refusal) : markup;
    }

    private static ImageMarkup Sized(ImageMarkup markup, PixelSize size) => (markup.Width, markup.Height) switch
    {
        (null, null) => markup with { Width = size.Width, Height = size.Height },
        ({ } width, _) => markup with { Height = Math.Max(1, (int)Math.Round((double)width * size.Height / size.Width)) },
        (_, { } height) => markup with { Width = Math.Max(1, (int)Math.Round((double)height * size.Width / size.Height)) },
    };

    private async Task<ImageMarkup> PreviewedAsync(ImageMarkup markup)
    {
        var result = await AskAsync(ImageRequest.PreviewOf(Asked(markup), Site), isShown: true);
        if (result.Image is not { } image)
        {
            return result.Problem is { Status: StatusCodes.Status404NotFound } ? markup : LeftAlone(markup, result.Problem!.Message);
        }

        if (InfoIn(image) is { Refusal: { } refusal })
        {
            return LeftAlone(markup, refusal);
        }

        if (image.Bytes.Length < MaxPreview)
        {
            return image.Bytes.IsEmpty ? markup : markup with { Preview = await BlurPlaceholder.OfAsync(image.Bytes, image.MediaType.ToString()) };
        }

        Log.NotPrepared(logger, markup.Src, $"the codec made {image.Bytes.Length} bytes of it");
        return markup;
    }

    private static SourceInfo? InfoIn(ImageEntry answer) => answer.MediaType == SourceInfo.MediaType ? SourceInfo.Read(answer.Bytes.Span) : null;

    private ImageMarkup LeftAlone(ImageMarkup markup, string because)
    {
        if (!IsOptimised(markup))
        {
            return markup;
        }

        Log.LeftAlone(logger, markup.Src, because);
        return markup with { Unoptimized = true };
    }

    private static bool WantsSize(ImageMarkup markup) => !markup.Fill && (markup.Width is null || markup.Height is null);

    private bool IsOptimised(ImageMarkup markup) => LoaderOf(markup) is null && !markup.IsUnoptimized(options);

    // What a loader makes of a source is nobody's business here: only a path of this app can be looked at all the same.
    private bool IsReadable(ImageMarkup markup) =>
        choices.ProblemOf(markup.Src) is null && (markup.Src[0] is '/' || LoaderOf(markup) is null);

    // Of the request that the page is made for, as everything else that a page links to.
    private string Base => current.Context is { } context ? context.Request.PathBase.Value ?? "" : choices.BasePath;

    /// <summary>The picture as the optimiser would be asked for it, and as this app knows it.</summary>
    private string Asked(ImageMarkup markup)
    {
        var url = ImageSrc.WithoutFragment(markup.Src);
        return current.Context is { } context ? choices.Own(url, context.Request.PathBase) : url;
    }

    private Uri? Site => current.Context is { } context ? sites.OtherThanMain(context.Request) : null;

    private Func<ImageLoad, string>? LoaderOf(ImageMarkup markup) => markup.Loader ?? options.Loader;

    private async Task<ImageCacheResult> AskAsync(ImageRequest wanted, bool isShown)
    {
        var result = await cache.GetForPageAsync(wanted);
        isShown |= result.Image is null || InfoIn(result.Image) is { Refusal: not null };
        if (isShown)
        {
            // A page is invalidated with a picture that is not there yet, too: its number is that of its beginning.
            KeptInRender.AddTags([CacheTag.Image(wanted.Url)], options.MinimumLifetime);
        }

        if (result.Image is null)
        {
            Log.NotPrepared(logger, wanted.Url, result.Problem!.Message);
            if (result.Problem is { IsGone: true } or { IsLasting: false })
            {
                KeptInRender.LookAgainIn(RetrySeconds);
            }
        }
        else if (isShown)
        {
            KeptInRender.Use(result.Read.Slot!, ledger, options.MinimumLifetime);
        }

        return result;
    }

    private string? AddPreloadLink(ImageMarkup markup, string? instead = null) =>
        current.Context is { Response: { HasStarted: false } response } && markup.Preload(options, choices) is { } link
        && PreloadLinks.TryAdd(response, link, instead)
            ? link
            : null;
}
