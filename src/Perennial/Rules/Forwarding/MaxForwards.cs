using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace Perennial.Rules.Forwarding;

/// <summary>Max-Forwards (RFC 9110 §7.6.2): how many servers a TRACE or OPTIONS may still pass. With other methods it means nothing.</summary>
internal static class MaxForwards
{
    public const string Header = "Max-Forwards";
    public const string Allow = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

    public static bool IsSpent(string method, StringValues said) => Read(method, said) is 0;

    public static StringValues Next(string method, StringValues said) => Read(method, said) switch
    {
        { } left => Math.Max(left - 1, 0).ToString(CultureInfo.InvariantCulture),
        _ => said,
    };

    // A number that is too large is the largest that we know; what is no number is nobody's.
    private static int? Read(string method, StringValues said) =>
        method is not ("TRACE" or "OPTIONS") || said is not [{ Length: > 0 } text] || !text.All(char.IsAsciiDigit) ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var left) ? left : int.MaxValue;
}
