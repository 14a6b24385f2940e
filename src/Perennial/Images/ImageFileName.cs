namespace Perennial.Images;

internal static class ImageFileName
{
    private const int MaxLength = 60;

    public static string Of(string url)
    {
        var path = url.Split('?', '#')[0];
        var last = path[(path.LastIndexOf('/') + 1)..];
        var dot = last.LastIndexOf('.');
        var stem = dot > 0 ? last[..dot] : last;
        var harmless = new string([.. stem.Where(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_').Take(MaxLength)]);
        return harmless.Length > 0 ? harmless : "image";
    }
}
