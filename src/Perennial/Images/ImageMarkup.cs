using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Perennial.Images;

internal sealed record ImageMarkup
{
    public required string Src { get; init; }
    public bool IsInView { get; init; }

    public string? Alt { get; init; }

    public int? Width { get; init; }
    public string? BasePath { get; init; }

    public int? Height { get; init; }

    public bool Fill { get; init; }

    public string? Sizes { get; init; }

    public int? Quality { get; init; }

    public bool Priority { get; init; }

    public bool Unoptimized { get; init; }

    public Func<ImageLoad, string>? Loader { get; init; }
    public string? Preview { get; init; }

    public string? Style { get; init; }

    /// <summary>As the element has it; a preload that says something else is fetched in vain.</summary>
    public string? CrossOrigin { get; init; }

    /// <summary>What the element has unless the page says otherwise.</summary>
    public IEnumerable<KeyValuePair<string, object>> Defaults()
    {
        if (Priority)
        {
            yield return new("fetchpriority", "high");
        }

        yield return new("loading", Priority ? "eager" : "lazy");
        yield return new("decoding", "async");
    }

    /// <summary>The further attributes of the <c>img</c> element, in the order in which they are written: <c>sizes</c> and
    /// <c>srcset</c> before <c>src</c>, because a browser starts loading when it meets the last.</summary>
    public IEnumerable<KeyValuePair<string, object>> Attributes(ImageOptions options, ResolvedImageOptions choices)
    {
        yield return new("alt", Alt ?? "");
        if (!Fill && Width is { } width)
        {
            yield return new("width", Text(width));
        }

        if (!Fill && Height is { } height)
        {
            yield return new("height", Text(height));
        }

        if (AllStyles() is { Length: > 0 } style)
        {
            yield return new("style", style);
        }

        foreach (var source in Sources(options, choices, static url => url))
        {
            yield return source;
        }
    }

    public string? Preload(ImageOptions options, ResolvedImageOptions choices)
    {
        if (!Priority || ImageSrc.IsInPlace(Src))
        {
            return null;
        }

        var sources = Sources(options, choices, ImageSrc.InHeader).ToDictionary(static pair => pair.Key, static pair => (string)pair.Value);
        var set = sources.TryGetValue("srcset", out var srcset) ? $"; imagesrcset=\"{srcset}\"" : "";
        var sizes = sources.TryGetValue("sizes", out var given) ? $"; imagesizes=\"{given}\"" : "";
        var origin = CrossOrigin is null ? "" : CrossOrigin is "use-credentials" ? "; crossorigin=use-credentials" : "; crossorigin";
        return given is not null && given.Any(static c => c is < ' ' or > '~' or '"')
            ? null
            : $"<{sources["src"]}>; rel=preload; as=image{set}{sizes}{origin}; fetchpriority=high";
    }

    // Vectors are linked to as they are: they have no pixels to save.
    public bool IsUnoptimized(ImageOptions options) =>
        Unoptimized || ImageSrc.IsInPlace(Src)
        || (options.Unoptimized && Loader is null)
        || (!options.AllowSvg && (Loader ?? options.Loader) is null && ImageSrc.IsVector(Src));

    private IEnumerable<KeyValuePair<string, object>> Sources(ImageOptions options, ResolvedImageOptions choices, Func<string, string> written)
    {
        if (IsUnoptimized(options))
        {
            yield return new("src", written(Src));
            yield break;
        }

        var quality = Quality ?? choices.Qualities[0];
        var loader = Loader ?? options.Loader;
        var endpoint = new PathString(BasePath ?? choices.BasePath).ToUriComponent() + choices.Path;
        var (set, fallback) = SourceSet.Of(Fill ? null : Width, Sizes, choices).Write(
            width => loader is null ? ImageUrl.Of(endpoint, ImageSrc.WithoutFragment(Src), width, quality) : written(loader(new(Src, width, quality))));
        if (Sizes is { Length: > 0 } || Fill)
        {
            yield return new("sizes", Sizes is { Length: > 0 } sizes ? sizes : "100vw");
        }

        yield return new("srcset", set);
        yield return new("src", fallback);
    }

    private string AllStyles()
    {
        var fill = Fill ? "position:absolute;height:100%;width:100%;inset:0;" : "";
        var preview = Preview is null
            ? ""
            : $"background-size:cover;background-position:50% 50%;background-repeat:no-repeat;background-image:url('{InStyle(Preview)}');";
        return (fill + preview + Style).TrimEnd();
    }

    // What would end the URL, and let whoever wrote the preview go on in CSS.
    private static string InStyle(string url) => url
        .Replace("'", "%27", StringComparison.Ordinal).Replace("\\", "%5C", StringComparison.Ordinal)
        .Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
