using Perennial.Caching;

namespace Perennial.Images;

/// <summary>One picture in one size, quality and format: what is kept under one key.</summary>
/// <param name="Url">A path of this app with its query, or an absolute URL.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Quality">1 to 100.</param>
/// <param name="Format">Null: the one that the source has.</param>
internal sealed record ImageRequest(string Url, int Width, int Quality, ImageFormat? Format)
{
    public bool IsLocal => Url[0] is '/';

    /// <param name="buildId">Local pictures belong to a build: the next one may have another file under the same path.</param>
    public EntryKey Key(string buildId) => new EntryKeyBuilder()
        .Add("image")
        .Add(IsLocal ? buildId : null)
        .Add(Url)
        .Add(Width.ToString(System.Globalization.CultureInfo.InvariantCulture))
        .Add(Quality.ToString(System.Globalization.CultureInfo.InvariantCulture))
        .Add(Format?.ToString())
        .Build();
}
