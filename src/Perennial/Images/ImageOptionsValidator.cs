namespace Perennial.Images;

internal static class ImageOptionsValidator
{
    private const string Root = "Perennial:Images";

    public static IReadOnlyList<string> Validate(ImageOptions options) =>
    [
        .. PathError(options.Path),
        .. Numbers("DeviceSizes", options.DeviceSizes, 16_384),
        .. Numbers("ImageSizes", options.ImageSizes, 16_384),
        .. Numbers("Qualities", options.Qualities, 100),
        .. options.Formats.Contains(ImageFormat.Gif)
            ? [$"PER4053 {Root}:Formats holds GIF, which is never written. Give Avif, WebP, Jpeg or Png."]
            : Array.Empty<string>(),
        .. Patterns("RemotePatterns", options.RemotePatterns, isRemote: true),
        .. Patterns("LocalPatterns", options.LocalPatterns, isRemote: false),
        .. options.ContentDisposition is "attachment" or "inline"
            ? []
            : new[] { $"PER4055 {Root}:ContentDisposition '{Printable(options.ContentDisposition)}' is neither 'attachment' nor 'inline'." },
        .. options.ContentSecurityPolicy.Any(static c => c is < ' ' or > '~')
            ? new[] { $"PER4055 {Root}:ContentSecurityPolicy holds a character that a header cannot carry. Give printable ASCII." }
            : [],
    ];

    private static IEnumerable<string> PathError(string path)
    {
        if (path.Length < 2 || path[0] != '/' || path[^1] == '/' || path.Contains("//", StringComparison.Ordinal) || path.AsSpan().IndexOfAny("?#%\\ ") >= 0)
        {
            yield return $"PER4051 {Root}:Path '{Printable(path)}' is no path of its own. Give one such as '/_perennial/image'.";
        }
    }

    private static IEnumerable<string> Numbers(string name, IList<int> values, int most)
    {
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i] < 1 || values[i] > most)
            {
                yield return $"PER4052 {Root}:{name}:{i} is {values[i]}; give 1 to {most}.";
            }
        }
    }

    private static IEnumerable<string> Patterns(string name, IList<ImagePattern> patterns, bool isRemote)
    {
        for (var i = 0; i < patterns.Count; i++)
        {
            if (PatternMatch.Read(patterns[i], isRemote).Problem is { } problem)
            {
                yield return $"PER4054 {Root}:{name}:{i} '{Printable(patterns[i].Text)}' {problem}.";
            }

            foreach (var tag in patterns[i].Tags.Where(static tag => tag.Length is 0 or > 256))
            {
                yield return $"PER4054 {Root}:{name}:{i} has a tag of {tag.Length} characters; give 1 to 256.";
            }
        }
    }

    private static string Printable(string text) => string.Concat(text.Select(static c => char.IsControl(c) ? '?' : c));
}
