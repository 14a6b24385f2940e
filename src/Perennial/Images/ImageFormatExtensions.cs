using System.Diagnostics;

namespace Perennial.Images;

/// <summary>The names of formats.</summary>
public static class ImageFormatExtensions
{
    /// <summary>The media type, for example <c>image/webp</c>.</summary>
    public static string MediaType(this ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => "image/jpeg",
        ImageFormat.Png => "image/png",
        ImageFormat.WebP => "image/webp",
        ImageFormat.Avif => "image/avif",
        ImageFormat.Gif => "image/gif",
        _ => throw new UnreachableException($"Image format {format}."),
    };

    /// <summary>The file name's ending, for example <c>.webp</c>.</summary>
    public static string FileExtension(this ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => ".jpg",
        ImageFormat.Png => ".png",
        ImageFormat.WebP => ".webp",
        ImageFormat.Avif => ".avif",
        ImageFormat.Gif => ".gif",
        _ => throw new UnreachableException($"Image format {format}."),
    };
}
