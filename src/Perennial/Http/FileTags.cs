using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Perennial.Http;

internal static partial class FileTags
{
    /// <summary>
    /// The framework compares If-None-Match as If-Match is to be compared, and to it no weak tag is ever the same. By RFC 9110
    /// §13.1.2 a weak tag and the strong one ask for the same here.
    /// </summary>
    public static void StrengthenIfNoneMatch(HttpRequest request, bool isAnybodys = false)
    {
        var (tags, weak) = (request.Headers.IfNoneMatch, isAnybodys ? WeakOfStaticFiles() : Weak());
        if (tags.Any(line => line is not null && weak.IsMatch(line)))
        {
            request.Headers.IfNoneMatch = tags.Select(line => line is null ? null : weak.Replace(line, "$1")).ToArray();
        }
    }

    /// <summary>Where something in front has coded the file, or could have; a picture keeps its strong tag, and with it its parts (If-Range).</summary>
    public static void WeakenETag(IHeaderDictionary headers, bool isAnybodys = false)
    {
        if (headers.ETag.Count > 0 && (headers.ContentEncoding.Count > 0 || Compression.IsCompressible(headers.ContentType))
            && (!isAnybodys || headers.ETag.All(static tag => tag is not null && StrongOfStaticFiles().IsMatch(tag))))
        {
            headers.ETag = headers.ETag.OfType<string>().Select(EntityTags.Weak).Distinct(StringComparer.Ordinal).ToArray();
        }
    }

    [GeneratedRegex("W/(\"[^\"]*\")")]
    private static partial Regex Weak();

    // UseStaticFiles writes a number of 64 bits, in hexadecimal.
    [GeneratedRegex("W/(\"[0-9a-f]{1,16}\")")]
    private static partial Regex WeakOfStaticFiles();

    [GeneratedRegex("^\"[0-9a-f]{1,16}\"$")]
    private static partial Regex StrongOfStaticFiles();
}
