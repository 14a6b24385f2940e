using Microsoft.Extensions.Primitives;

namespace Perennial.Http;

/// <summary>Which of the codings at hand a request is answered with (RFC 9110 §12.5.3).</summary>
/// <remarks>Stands on the path of every hit: allocates nothing, and knows the four strings that browsers and tools send.</remarks>
internal static class AcceptEncoding
{
    private const int Unmentioned = -1;

    public static ContentCoding Choose(StringValues header, ContentCoding available) => header.Count switch
    {
        // RFC 9110 allows any coding when the field is absent; who does not ask is likely not able to decode.
        0 => ContentCoding.Identity,
        1 => Choose(header[0], available),
        _ => ChooseByWeight(header, available),
    };

    public static ContentCoding Choose(string? header, ContentCoding available)
    {
        if (available is ContentCoding.Identity || string.IsNullOrEmpty(header))
        {
            return ContentCoding.Identity;
        }

        return header switch
        {
            "gzip, deflate, br, zstd" or "gzip, deflate, br" => Best(available),
            "gzip, deflate" or "gzip" => available & ContentCoding.Gzip,
            _ => ChooseByWeight(header, available),
        };
    }

    private static ContentCoding Best(ContentCoding available) =>
        (available & ContentCoding.Brotli) is ContentCoding.Brotli ? ContentCoding.Brotli : available & ContentCoding.Gzip;

    private static ContentCoding ChooseByWeight(StringValues lines, ContentCoding available)
    {
        var weights = new Weights();
        foreach (var line in lines)
        {
            weights.Read(line);
        }

        return weights.Choose(available);
    }

    private struct Weights()
    {
        private int _gzip = Unmentioned;
        private int _brotli = Unmentioned;
        private int _identity = Unmentioned;
        private int _any = Unmentioned;

        public void Read(ReadOnlySpan<char> line)
        {
            foreach (var range in line.Split(','))
            {
                var member = line[range];
                var semicolon = member.IndexOf(';');
                var coding = (semicolon < 0 ? member : member[..semicolon]).Trim(" \t");
                var weight = semicolon < 0 ? 1000 : QualityOf(member[(semicolon + 1)..]);
                switch (coding)
                {
                    case "*":
                        Set(ref _any, weight);
                        break;
                    case var _ when Is(coding, "br"):
                        Set(ref _brotli, weight);
                        break;
                    // x-gzip is the same coding, RFC 9110 §8.4.1.3.
                    case var _ when Is(coding, "gzip") || Is(coding, "x-gzip"):
                        Set(ref _gzip, weight);
                        break;
                    case var _ when Is(coding, "identity"):
                        Set(ref _identity, weight);
                        break;
                }
            }
        }

        public readonly ContentCoding Choose(ContentCoding available)
        {
            var gzip = (available & ContentCoding.Gzip) is ContentCoding.Gzip ? Named(_gzip) : 0;
            var brotli = (available & ContentCoding.Brotli) is ContentCoding.Brotli ? Named(_brotli) : 0;

            // Identity that nobody mentioned stays acceptable, but never wins over a coding that was asked for; refused
            // with q=0 it is what is left when nothing else can be sent: 406 would help nobody.
            var identity = Math.Max(_identity, 0);
            var best = Math.Max(gzip, brotli);
            return best is 0 || best < identity ? ContentCoding.Identity
                : brotli == best ? ContentCoding.Brotli
                : ContentCoding.Gzip;
        }

        private readonly int Named(int weight) => Math.Max(weight is Unmentioned ? _any : weight, 0);

        // Named twice: the smaller weight, because a refusal is the one that must not be overlooked.
        private static void Set(ref int slot, int weight) => slot = slot is Unmentioned ? weight : Math.Min(slot, weight);

        private static bool Is(ReadOnlySpan<char> coding, string name) =>
            coding.Equals(name, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The <c>q</c> among parameters, in thousandths; one that cannot be read counts as a refusal.</summary>
    private static int QualityOf(ReadOnlySpan<char> parameters)
    {
        foreach (var range in parameters.Split(';'))
        {
            var parameter = parameters[range].Trim(" \t");
            if (parameter.Length > 1 && (parameter[0] | 0x20) is 'q' && parameter[1] is '=')
            {
                return Thousandths(parameter[2..]);
            }
        }

        return 1000;
    }

    // qvalue = ( "0" [ "." 0*3DIGIT ] ) / ( "1" [ "." 0*3("0") ] ); digits beyond the third are tolerated and cut off.
    private static int Thousandths(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 || text[0] is not ('0' or '1') || (text.Length > 1 && text[1] is not '.'))
        {
            return 0;
        }

        var value = (text[0] - '0') * 1000;
        var scale = 100;
        for (var i = 2; i < text.Length; i++, scale /= 10)
        {
            if (!char.IsAsciiDigit(text[i]))
            {
                return 0;
            }

            value += (text[i] - '0') * scale;
        }

        return value > 1000 ? 0 : value;
    }
}
