using Microsoft.Extensions.Primitives;

namespace Perennial.Pages;

// For an upstream's page it decides who may get the kept response.
internal static class KeptVary
{
    public const string Header = "Vary";

    // Accept-Encoding is left out, because codings are made here.
    public static string[] Names(StringValues vary) =>
    [
        .. vary.OfType<string>()
            .SelectMany(static line => line.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Where(static name => !name.Equals("Accept-Encoding", StringComparison.OrdinalIgnoreCase))
            .Distinct(StringComparer.OrdinalIgnoreCase),
    ];
}
