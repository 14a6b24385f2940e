using Microsoft.AspNetCore.Http;

namespace Perennial.Http;

/// <summary>
/// Weak tags for files that the framework serves with strong ones (see <see cref="EntityTags"/>): the app's, the assets', ours.
/// </summary>
internal static class FileTags
{
    /// <summary>
    /// The framework compares If-None-Match as If-Match is to be compared, and to it no weak tag is ever the same. By RFC 9110
    /// §13.1.2 a weak tag and the strong one ask for the same here.
    /// </summary>
    public static void AskStrongly(HttpRequest request)
    {
        var tags = request.Headers.IfNoneMatch;
        if (tags.Any(static line => line?.Contains("W/\"", StringComparison.Ordinal) is true))
        {
            request.Headers.IfNoneMatch = tags.Select(static line => line?.Replace("W/\"", "\"", StringComparison.Ordinal)).ToArray();
        }
    }

    /// <summary>Where something in front has coded the file, or could have; a picture keeps its strong tag, and with it its parts (If-Range).</summary>
    public static void Weaken(IHeaderDictionary headers)
    {
        if (headers.ETag.Count > 0 && (headers.ContentEncoding.Count > 0 || Compression.IsCompressible(headers.ContentType)))
        {
            headers.ETag = headers.ETag.OfType<string>().Select(EntityTags.Weak).Distinct(StringComparer.Ordinal).ToArray();
        }
    }
}
