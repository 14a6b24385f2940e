using System.Globalization;

namespace Perennial.Images;

/// <summary>The URL of an optimised picture.</summary>
internal static class ImageUrl
{
    public static string Of(string path, string src, int width, int quality) =>
        string.Create(CultureInfo.InvariantCulture, $"{path}?url={Uri.EscapeDataString(src)}&w={width}&q={quality}");
}
