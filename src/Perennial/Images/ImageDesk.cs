using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using Perennial.Caching;
using Perennial.Http;

namespace Perennial.Images;

/// <summary>Prepares pictures for a page: checks what was asked, finds out sizes, makes previews, hurries what is seen first.</summary>
internal sealed class ImageDesk(
    ImageOptions options, ImageChoices choices, ImageCache cache, ITagLedger ledger, CurrentRequest current, Sites sites, IHostEnvironment environment,
    ILogger<ImageDesk> logger)
{
    /// <summary>A preview has a few hundred bytes; a codec of somebody else's may think otherwise.</summary>
    private const int MaxPreview = 4096;

    /// <summary>Tags that a page takes over from its pictures; the rest of its tags is the page's own.</summary>
    private const int MaxTags = RenderScope.MaxTags / 2;

    /// <summary>All links of a response, in characters: a proxy in front holds a response's whole head in one buffer of 4 KiB (nginx).</summary>
    private const int MaxLinks = 2500;

    /// <summary>When a page looks again for what could not be had at the moment, in seconds.</summary>
    private const int SoonAgain = 10;

    public IEnumerable<KeyValuePair<string, object>> Attributes(ImageMarkup markup) => markup.Attributes(options, choices);

    /// <exception cref="PerennialException">PER4050: no picture, or one that the optimiser would refuse.</exception>
    public async Task<ImageMarkup> PrepareAsync(ImageMarkup markup, ImagePlaceholder placeholder)
    {
        markup = Checked(markup);
        if (!ImageSrc.IsInPlace(markup.Src))
        {
            markup = await SizedAsync(markup);
            markup = placeholder is ImagePlaceholder.Blur && markup.Preview is null ? markup with { Preview = await PreviewAsync(markup) } : markup;
        }

        Hurry(markup);
        return markup;
    }

    private ImageMarkup Checked(ImageMarkup markup)
    {
        var resolved = Resolved(markup);
        if (ImageCheck.ProblemOf(markup, resolved, options, choices) is { } problem)
        {
            throw new PerennialException("PER4050", problem);
        }

        markup = markup with { Src = resolved!, BasePath = Base, Sizes = markup.Sizes is { } sizes ? string.Join(' ', sizes.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) : null };
        if (LoaderOf(markup) is not null || markup.IsLeftAlone(options) || choices.ProblemOf(markup.Src) is not { } refusal)
        {
            return markup;
        }

        if (environment.IsDevelopment())
        {
            throw new PerennialException(
                "PER4050", $"The <Image> '{markup.Src}' would be refused: it {refusal}. Allow it there, or set Unoptimized.");
        }

        // Whatever an editor links to: a picture that is too large is better than none.
        Log.LeftAlone(logger, markup.Src, refusal);
        return markup with { Unoptimized = true };
    }

    private string? Resolved(ImageMarkup markup) =>
        string.IsNullOrEmpty(markup.Src) || LoaderOf(markup) is not null || ImageSrc.IsInPlace(markup.Src)
            ? markup.Src
            : markup.IsInView && !ImageSrc.IsRooted(markup.Src) ? null
            : ImageSrc.Resolve(markup.Src, Base);

    private async Task<ImageMarkup> SizedAsync(ImageMarkup markup)
    {
        if (markup.Fill || (markup.Width is not null && markup.Height is not null) || !IsReadable(markup))
        {
            return markup;
        }

        var landing = await AskAsync(ImageRequest.SizeOf(Own(markup), Site));
        if (landing.Image is not { } image || PixelSize.Read(image.Bytes.Span) is not { } size)
        {
            return markup;
        }

        return (markup.Width, markup.Height) switch
        {
            (null, null) => markup with { Width = size.Width, Height = size.Height },
            ({ } width, _) => markup with { Height = Math.Max(1, (int)Math.Round((double)width * size.Height / size.Width)) },
            (_, { } height) => markup with { Width = Math.Max(1, (int)Math.Round((double)height * size.Width / size.Height)) },
        };
    }

    private async Task<string?> PreviewAsync(ImageMarkup markup)
    {
        if (!IsReadable(markup) || ImageSrc.IsVector(markup.Src))
        {
            return null;
        }

        var landing = await AskAsync(ImageRequest.PreviewOf(Own(markup), Site));
        if (landing.Image is { Bytes.Length: < MaxPreview } image)
        {
            return image.Bytes.IsEmpty ? null : await SoftPreview.OfAsync(image.Bytes, image.MediaType.ToString());
        }

        if (landing.Image is not null)
        {
            Log.NotPrepared(logger, markup.Src, $"the codec made {landing.Image.Bytes.Length} bytes of it");
        }

        return null;
    }

    // What a loader makes of a source is nobody's business here: only a path of this app can be looked at all the same.
    private bool IsReadable(ImageMarkup markup) =>
        choices.ProblemOf(markup.Src) is null && (markup.Src[0] is '/' || LoaderOf(markup) is null);

    // Of the request that the page is made for, as everything else that a page links to.
    private string Base => current.Context is { } context ? context.Request.PathBase.Value ?? "" : choices.BasePath;

    private string Own(ImageMarkup markup) => current.Context is { } context ? choices.Own(markup.Src, context.Request.PathBase) : markup.Src;

    private Uri? Site => current.Context is { } context ? sites.OtherThanMain(context.Request) : null;

    private Func<ImageLoad, string>? LoaderOf(ImageMarkup markup) => markup.Loader ?? options.Loader;

    private async Task<ImageLanding> AskAsync(ImageRequest wanted)
    {
        // Before it is asked for, since a page is invalidated with a picture that is not there yet, too.
        Depend([CacheTag.Image(wanted.Url)]);
        var landing = await cache.GetForPageAsync(wanted);
        if (landing.Image is not null)
        {
            Depend(landing.Slot.Entry.Facts.Tags);
            if (landing.Slot.Judge(ledger).IsInvalidated)
            {
                // A new one could not be made, and nothing will tell the page when it is there.
                RenderScope.Current?.Shorten(Lifetime.Of(1));
            }

            return landing;
        }

        Log.NotPrepared(logger, wanted.Url, landing.Problem!.Message);
        if (landing.Problem is { IsGone: true } or { Status: >= StatusCodes.Status500InternalServerError })
        {
            RenderScope.Current?.Shorten(Lifetime.Of(SoonAgain));
        }

        return landing;
    }

    /// <summary>A page that shows something of a picture is invalidated with it, and by whatever the picture is invalidated by.</summary>
    private void Depend(IEnumerable<CacheTag> tags)
    {
        if (RenderScope.Current is not { } scope)
        {
            return;
        }

        var known = scope.Tags.ToHashSet();
        foreach (var tag in tags)
        {
            if (known.Add(tag) && known.Count <= MaxTags)
            {
                scope.Add(tag);
            }
        }

        if (known.Count > MaxTags)
        {
            // A gallery of hundreds cannot be tagged with each: it lives no longer than its pictures do at the least.
            scope.Shorten(Lifetime.Of((int)Math.Max(1, options.MinimumLifetime.TotalSeconds)));
        }
    }

    private void Hurry(ImageMarkup markup)
    {
        if (current.Context is not { Response.HasStarted: false } context || markup.Preload(options, choices) is not { } link)
        {
            return;
        }

        var links = context.Response.Headers.Link;
        var isThere = links.Contains(link);
        if (!isThere && links.Sum(static line => line?.Length ?? 0) + link.Length <= MaxLinks)
        {
            context.Response.Headers.Link = StringValues.Concat(links, link);
        }
    }
}
