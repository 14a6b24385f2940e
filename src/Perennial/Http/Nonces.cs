using Microsoft.Extensions.Primitives;

namespace Perennial.Http;

internal static class Nonces
{
    public static bool IsIn(string header, StringValues values)
    {
        var isPolicy = header.StartsWith("Content-Security-Policy", StringComparison.OrdinalIgnoreCase);
        if (!isPolicy && !header.Equals("Link", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        foreach (var value in values)
        {
            if (value is not null && (isPolicy ? IsInPolicy(value) : IsInLink(value)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsInPolicy(string value) => value.Contains("'nonce-", StringComparison.OrdinalIgnoreCase);

    // Link = <target> *( ";" name [ "=" value ] ), RFC 8288 §3. A target such as </pay?nonce=1> is no nonce.
    private static bool IsInLink(ReadOnlySpan<char> value)
    {
        while (true)
        {
            var stop = value.IndexOfAny('<', '"', ';');
            if (stop < 0)
            {
                return false;
            }

            var found = value[stop];
            value = value[(stop + 1)..];
            if (found is ';')
            {
                if (IsNonceParameter(value))
                {
                    return true;
                }

                continue;
            }

            var close = value.IndexOf(found is '<' ? '>' : '"');
            if (close < 0)
            {
                return false;
            }

            value = value[(close + 1)..];
        }
    }

    private static bool IsNonceParameter(ReadOnlySpan<char> parameter)
    {
        var end = parameter.IndexOfAny('=', ';', ',');
        return (end < 0 ? parameter : parameter[..end]).Trim().Equals("nonce", StringComparison.OrdinalIgnoreCase);
    }
}
