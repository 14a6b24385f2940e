using Microsoft.Extensions.Primitives;

namespace Perennial.Pages;

/// <summary>What a page says that it depends on, kept with it. Of another server's page it decides who may get it.</summary>
internal static class KeptVary
{
    public const string Header = "Vary";

    /// <summary>The names, without Accept-Encoding: codings are made here. Of "*" nothing can be kept.</summary>
    public static string[] Names(StringValues vary) =>
    [
        .. vary.OfType<string>()
            .SelectMany(static line => line.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Where(static name => !name.Equals("Accept-Encoding", StringComparison.OrdinalIgnoreCase))
            .Distinct(StringComparer.OrdinalIgnoreCase),
    ];
}
