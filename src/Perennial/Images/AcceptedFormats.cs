using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Perennial.Images;

/// <summary>Which of the offered formats a browser takes (RFC 9110 §12.5.1).</summary>
/// <remarks>
/// Only a format that is named counts: every browser sends <c>image/*</c>, also those that cannot show AVIF. Of several, the
/// heaviest; of equals, the one that is offered first.
/// </remarks>
internal sealed class AcceptedFormats(IReadOnlyList<ImageFormat> offered)
{
    // A direct-mapped memo: the world's browsers send a few dozen values, and a flood of others only overwrites them. Racing
    // writers lose an equal answer.
    private readonly Answer?[] _answers = new Answer?[64];

    public ImageFormat? Choose(StringValues accept)
    {
        if (accept is not [{ } line])
        {
            return accept.Count == 0 ? null : Read(accept);
        }

        ref var answer = ref _answers[(uint)line.GetHashCode(StringComparison.Ordinal) % (uint)_answers.Length];
        var known = answer;
        if (known is null || known.Accept != line)
        {
            answer = known = new(line, Read(accept));
        }

        return known.Format;
    }

    private ImageFormat? Read(StringValues accept)
    {
        if (!MediaTypeHeaderValue.TryParseList(accept, out var types))
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

    private sealed record Answer(string Accept, ImageFormat? Format);
}
