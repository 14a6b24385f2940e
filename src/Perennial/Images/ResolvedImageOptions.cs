using Microsoft.AspNetCore.Http;
using Perennial.Http;

namespace Perennial.Images;

internal sealed class ResolvedImageOptions
{
    private static readonly int[] Screens = [640, 750, 828, 1080, 1200, 1920, 2048, 3840];
    private static readonly int[] Smaller = [32, 48, 64, 96, 128, 256, 384];

    private readonly PublicPaths? _paths;

    public ResolvedImageOptions(ImageOptions options, PublicPaths? paths = null)
    {
        _paths = paths;
        Path = options.Path;
        DeviceSizes = Sorted(options.DeviceSizes, Screens);
        ImageSizes = Sorted(options.ImageSizes, Smaller);
        Widths = [.. ImageSizes.Concat(DeviceSizes).Distinct().Order()];
        Qualities = options.Qualities.Count > 0 ? [.. options.Qualities] : [75];
        Formats = options.Formats.Count > 0 ? [.. options.Formats.Distinct()] : [ImageFormat.WebP];
        Remote = [.. options.RemotePatterns.Select(static pattern => PatternMatch.Read(pattern, isRemote: true).Match).OfType<PatternMatch>()];
        Local = options.LocalPatterns.Count == 0
            ? [PatternMatch.AnyLocal]
            : [.. options.LocalPatterns.Select(static pattern => PatternMatch.Read(pattern, isRemote: false).Match).OfType<PatternMatch>()];
    }

    public string BasePath => _paths?.BasePath ?? "";

    public string Path { get; }

    public string Own(string url, PathString pathBase) =>
        pathBase.HasValue && _paths?.Knows(pathBase) is false && url.StartsWith(pathBase.Value + "/", StringComparison.Ordinal)
            ? url[pathBase.Value!.Length..]
            : url;

    public string Url => BasePath + Path;

    public IReadOnlyList<int> DeviceSizes { get; }

    public IReadOnlyList<int> ImageSizes { get; }

    /// <summary>All of them, smallest first.</summary>
    public IReadOnlyList<int> Widths { get; }

    public IReadOnlyList<int> Qualities { get; }

    public IReadOnlyList<ImageFormat> Formats { get; }

    public IReadOnlyList<PatternMatch> Remote { get; }

    public IReadOnlyList<PatternMatch> Local { get; }

    /// <summary>
    /// Whether this picture may be asked for and a pattern names it: asked before the cache is, for what was kept under other
    /// patterns is not shown either; and by pages, which link to the original of what would be refused.
    /// </summary>
    public string? ProblemOf(string url)
    {
        if (ImageAddress.ProblemOf(url, Url) is { } problem)
        {
            return problem;
        }

        url = ImageSrc.WithoutFragment(url);
        if (url[0] is not '/')
        {
            var absolute = new Uri(url, UriKind.Absolute);
            return Remote.Any(pattern => pattern.Fits(absolute)) ? null
                : absolute.Query.Length > 0 && Remote.Any(pattern => pattern.Fits(new Uri(absolute.GetLeftPart(UriPartial.Path))))
                    ? "has a query that is not allowed (Perennial:Images:RemotePatterns; a pattern that allows one ends with '?**')"
                    : $"is not of a site that is allowed (Perennial:Images:RemotePatterns has nothing for '{absolute.Authority}' with this path)";
        }

        var (path, query) = Split(url);
        return Local.Any(pattern => pattern.Fits(path, query)) ? null
            : query.Length > 0 && Local.Any(pattern => pattern.Fits(path, ""))
                ? "has a query that is not allowed (Perennial:Images:LocalPatterns; a pattern that allows one ends with '?**')"
                : "is not among the pictures that are allowed (Perennial:Images:LocalPatterns)";
    }

    public static (string Path, string Query) Split(string url)
    {
        var mark = url.IndexOf('?', StringComparison.Ordinal);
        return mark < 0 ? (url, "") : (url[..mark], url[mark..]);
    }

    private static int[] Sorted(IList<int> given, int[] otherwise) => given.Count > 0 ? [.. given.Distinct().Order()] : otherwise;
}
