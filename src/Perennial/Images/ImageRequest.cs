using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Perennial.Caching;

namespace Perennial.Images;

/// <param name="Url">A path of this app with its query, or an absolute URL.</param>
/// <param name="Width">In pixels; 0 asks for a <see cref="SourceInfo"/>, and makes nothing.</param>
/// <param name="Quality">1 to 100.</param>
/// <param name="Format">Null: the one that the source has.</param>
/// <param name="Site">Of an app with several sites the one whose picture it is, since each may answer a path in its own way; null for the main one.</param>
/// <param name="IsPreview">Whether it becomes part of a page: small, or nothing at all.</param>
internal sealed record ImageRequest(string Url, int Width, int Quality, ImageFormat? Format, Uri? Site, bool IsPreview = false)
{
    /// <summary>Small enough to be part of a page, large enough to show where it is dark.</summary>
    private const int PreviewWidth = 8;
    private const int PreviewQuality = 40;

    public static ImageRequest PreviewOf(string url, Uri? site) => new(url, PreviewWidth, PreviewQuality, ImageFormat.WebP, site, IsPreview: true);

    public bool IsLocal => Url[0] is '/';

    public bool IsForInfo => Width is 0;

    public bool IsForPage => IsForInfo || IsPreview;

    /// <summary>How large a picture is, and whether it would be refused.</summary>
    public static ImageRequest InfoOf(string url, Uri? site) => new(url, 0, 0, null, site);

    public EntryKey Key(string buildId) => new EntryKeyBuilder()
        .Add(IsPreview ? "preview" : "image")
        .Add(IsLocal ? buildId : null)
        .Add(IsLocal ? Site?.GetLeftPart(UriPartial.Authority) : null)
        .Add(NormalizedUrl.Of(Url))
        .Add(Width.ToString(CultureInfo.InvariantCulture))
        .Add(Quality.ToString(CultureInfo.InvariantCulture))
        .Add(Format?.ToString())
        .Build();
}

internal sealed record ImageQuery(string Url, int Width, int Quality)
{
    public static (ImageQuery? Query, ImageProblem? Problem) Read(string? queryString, ResolvedImageOptions choices)
    {
        var query = QueryHelpers.ParseQuery(queryString);
        if (One(query, "url") is not { } url)
        {
            return (null, ImageProblem.With("url", "must be given once"));
        }

        if (ImageAddress.ProblemOf(url, choices.Url) is { } problem)
        {
            return (null, ImageProblem.With("url", problem));
        }

        return Number(query, "w", choices.Widths) is not { } width ? (null, NotListed(query, "w", choices.Widths))
            : Number(query, "q", choices.Qualities) is not { } quality ? (null, NotListed(query, "q", choices.Qualities))
            : (new(ImageSrc.WithoutFragment(url), width, quality), null);
    }

    private static string? One(Dictionary<string, StringValues> query, string name) =>
        query.TryGetValue(name, out var values) && values is [{ } value] ? value : null;

    // Digits alone: NumberStyles.None takes no sign, no exponent, no blank; and the invariant culture no other digits. No
    // zero in front either, because one picture should have one URL.
    private static int? Number(Dictionary<string, StringValues> query, string name, IReadOnlyList<int> listed) =>
        One(query, name) is { Length: > 0 and <= 5 } text
        && text[0] is not '0'
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && listed.Contains(number) ? number : null;

    private static ImageProblem NotListed(Dictionary<string, StringValues> query, string name, IReadOnlyList<int> listed)
    {
        var given = One(query, name) is { } text ? $"; it is '{(text.Length > 20 ? text[..20] + "…" : text)}'" : "";
        return ImageProblem.With(name, "must be given once, and be one of " + string.Join(", ", listed) + given);
    }
}
