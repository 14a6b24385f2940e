using System.Globalization;

namespace Perennial.Images;

/// <summary>
/// A preview as a data URL. Eight pixels that a browser stretches over a screen show their squares; inside a vector with a
/// blur they do not. One with transparency stays what it is, because the blur makes its edges opaque.
/// </summary>
internal static class BlurPlaceholder
{
    public static async Task<string> OfAsync(ReadOnlyMemory<byte> picture, string mediaType)
    {
        var url = $"data:{mediaType};base64,{Convert.ToBase64String(picture.Span)}";
        if (!IsOpaqueWebP(picture.Span))
        {
            return url;
        }

        await using var stream = SourceStream.Of(picture);
        var info = (await ImageInfo.ReadAsync(stream, CancellationToken.None))!;
        var filter = """<filter id="b" x="0" y="0" width="1" height="1" color-interpolation-filters="sRGB">"""
            + """<feGaussianBlur stdDeviation=".8"/>"""
            // A blur fades out at the edges, where it has nothing to mix with.
            + """<feComponentTransfer><feFuncA type="discrete" tableValues="1 1"/></feComponentTransfer></filter>""";
        var sides = string.Create(CultureInfo.InvariantCulture, $"""width="{info.Width}" height="{info.Height}" """);
        var vector = string.Create(CultureInfo.InvariantCulture, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {info.Width} {info.Height}">""")
            + filter + $"""<image {sides}filter="url(#b)" href="{url}"/></svg>""";
        return "data:image/svg+xml," + vector
            .Replace("<", "%3C", StringComparison.Ordinal).Replace(">", "%3E", StringComparison.Ordinal).Replace("#", "%23", StringComparison.Ordinal);
    }

    // RFC 9649 §2.5: the simple lossy format has no alpha.
    private static bool IsOpaqueWebP(ReadOnlySpan<byte> picture) =>
        picture.Length > 30 && picture.StartsWith("RIFF"u8) && picture[8..].StartsWith("WEBPVP8 "u8);
}
