using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Perennial.Images;

/// <summary>Which of the offered formats a browser takes (RFC 9110 §12.5.1).</summary>
/// <remarks>
/// Only a format that is named counts: every browser sends <c>image/*</c>, also those that cannot show AVIF. Of several, the
/// heaviest; of equals, the one that is offered first.
/// </remarks>
internal static class AcceptedFormat
{
    /// <returns>The format; null when the picture keeps the one that it has.</returns>
    public static ImageFormat? Choose(StringValues accept, IReadOnlyList<ImageFormat> offered)
    {
        if (accept.Count == 0 || !MediaTypeHeaderValue.TryParseList(accept, out var types))
        {
            return null;
        }

        ImageFormat? best = null;
        var heaviest = 0.0;
        foreach (var format in offered)
        {
            var weight = WeightOf(format, types);
            if (weight > heaviest)
            {
                (best, heaviest) = (format, weight);
            }
        }

        return best;
    }

    private static double WeightOf(ImageFormat format, IList<MediaTypeHeaderValue> types)
    {
        var name = format.MediaType();
        foreach (var type in types)
        {
            if (type.MediaType.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return type.Quality ?? 1;
            }
        }

        return 0;
    }
}
