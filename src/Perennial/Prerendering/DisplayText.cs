using System.Globalization;
using Perennial.Pages;

namespace Perennial.Prerendering;

internal static class DisplayText
{
    private static readonly (long Seconds, string Unit)[] Units = [(31_536_000, "y"), (86_400, "d"), (3600, "h"), (60, "m"), (1, "s")];

    /// <summary>A span in the largest unit that divides it: 60 is 1m, 90 is 90s, a year is 1y; nothing for "for ever".</summary>
    public static string Lifetime(TimeSpan? span)
    {
        if (span is not { TotalSeconds: >= 1 } time)
        {
            return "";
        }

        var seconds = (long)time.TotalSeconds;
        var (length, unit) = Units.First(unit => seconds % unit.Seconds == 0);
        return (seconds / length).ToString(CultureInfo.InvariantCulture) + unit;
    }

    public static string Time(TimeSpan span) => span.TotalSeconds >= 10
        ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0} s")
        : span.TotalMilliseconds >= 1000
            ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.0} s")
            : string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds:0} ms");

    /// <summary>A path, with whatever tells it from others of the same path: <c>shop.example/blog?page=2 (de)</c>.</summary>
    public static string Address(PageAddress address, bool hasSites) =>
        (hasSites ? address.Site.Authority : "") + address.Path + address.QueryString()
        + (address.Culture?.Split('|')[^1] is { Length: > 0 } culture ? $" ({culture})" : "");

    public static string Size(long bytes) => bytes switch
    {
        < 1000 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} kB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB"),
    };
}
