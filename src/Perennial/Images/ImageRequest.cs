using System.Globalization;
using Perennial.Caching;

namespace Perennial.Images;

/// <summary>One picture in one size, quality and format: what is kept under one key.</summary>
/// <param name="Url">A path of this app with its query, or an absolute URL.</param>
/// <param name="Width">In pixels; 0 asks for a <see cref="SourceNote"/>, and makes nothing.</param>
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

    public bool IsForNote => Width is 0;

    /// <summary>Whether a page asks, and not a browser.</summary>
    public bool IsForPage => IsForNote || IsPreview;

    /// <summary>How large a picture is, and whether it would be refused.</summary>
    public static ImageRequest NoteOf(string url, Uri? site) => new(url, 0, 0, null, site);

    /// <param name="buildId">Local pictures belong to a build: the next one may have another file under the same path.</param>
    public EntryKey Key(string buildId) => new EntryKeyBuilder()
        .Add(IsPreview ? "preview" : "image")
        .Add(IsLocal ? buildId : null)
        .Add(IsLocal ? Site?.GetLeftPart(UriPartial.Authority) : null)
        .Add(UrlName.Of(Url))
        .Add(Width.ToString(CultureInfo.InvariantCulture))
        .Add(Quality.ToString(CultureInfo.InvariantCulture))
        .Add(Format?.ToString())
        .Build();
}
