using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Perennial.Images;

internal readonly partial record struct PixelSize(int Width, int Height)
{
    /// <summary>The most of a vector that is read; its first tag stands at the beginning.</summary>
    private const int Head = 4096;

    public static PixelSize? Of(ImageInfo? info, ReadOnlySpan<byte> source) =>
        info is null ? OfVector(Encoding.UTF8.GetString(source[..Math.Min(source.Length, Head)])) : new(info.Width, info.Height);

    public byte[] Write() => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Width} {Height}"));

    public static PixelSize? Read(ReadOnlySpan<byte> text) =>
        Encoding.ASCII.GetString(text).Split(' ') is [var width, var height]
        && int.TryParse(width, NumberStyles.None, CultureInfo.InvariantCulture, out var wide)
        && int.TryParse(height, NumberStyles.None, CultureInfo.InvariantCulture, out var high)
            ? new(wide, high)
            : null;

    // Widths in percent say nothing of the picture; the view box then says at least its proportions.
    private static PixelSize? OfVector(string head)
    {
        var tag = FirstTag().Match(head);
        if (!tag.Success)
        {
            return null;
        }

        var sides = Sides().Matches(tag.Value).ToLookup(static side => side.Groups["name"].Value, static side => side.Groups["length"].Value);
        return Rounded(sides["width"].FirstOrDefault(), sides["height"].FirstOrDefault()) is { } said ? said
            : ViewBox().Match(tag.Value) is { Success: true } box ? Rounded(box.Groups["width"].Value, box.Groups["height"].Value)
            : null;
    }

    private static PixelSize? Rounded(string? width, string? height) =>
        double.TryParse(width, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var wide)
        && double.TryParse(height, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var high)
        && wide is >= 0.5 and < 100_000 && high is >= 0.5 and < 100_000
            ? new((int)Math.Round(wide), (int)Math.Round(high))
            : null;

    [GeneratedRegex(@"<svg\s[^>]*>", RegexOptions.NonBacktracking)]
    private static partial Regex FirstTag();

    [GeneratedRegex(@"\s(?<name>width|height)\s*=\s*[""'](?<length>[0-9.]{1,12})(px)?[""']", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Sides();

    [GeneratedRegex(
        @"\sviewBox\s*=\s*[""']\s*[-0-9.]+[\s,]+[-0-9.]+[\s,]+(?<width>[0-9.]{1,12})[\s,]+(?<height>[0-9.]{1,12})\s*[""']",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex ViewBox();
}
