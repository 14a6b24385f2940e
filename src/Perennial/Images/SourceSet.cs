using System.Globalization;
using System.Text.RegularExpressions;

namespace Perennial.Images;

/// <summary>Which widths a picture is offered in: pure, and the same as Next.js decides.</summary>
/// <param name="Widths">In pixels, smallest first.</param>
/// <param name="IsByDensity">Whether they are 1x and 2x of one place in the layout, rather than widths to choose from.</param>
internal sealed partial record SourceSet(IReadOnlyList<int> Widths, bool IsByDensity)
{
    public static SourceSet Of(int? width, string? sizes, ResolvedImageOptions choices)
    {
        if (sizes is { Length: > 0 })
        {
            return new(ByViewport(sizes, choices), IsByDensity: false);
        }

        // Without a width every screen could be filled; with one, two densities: an eye sees no difference beyond 2x.
        return width is { } pixels
            ? new([.. new[] { pixels, 2 * pixels }.Select(wanted => AtLeast(wanted, choices.Widths)).Distinct()], IsByDensity: true)
            : new(choices.DeviceSizes, IsByDensity: false);
    }

    public (string Set, string Fallback) Write(Func<int, string> url)
    {
        var candidates = Widths.Select((width, i) => string.Create(
            CultureInfo.InvariantCulture, $"{url(width)} {(IsByDensity ? i + 1 : width)}{(IsByDensity ? 'x' : 'w')}"));
        return (string.Join(", ", candidates), url(Widths[^1]));
    }

    // What takes at least a part of the screen is never narrower than that part of the smallest screen.
    private static IReadOnlyList<int> ByViewport(string sizes, ResolvedImageOptions choices)
    {
        var parts = ViewportWidth().Matches(sizes).Select(static match => int.Parse(match.Groups["part"].ValueSpan, CultureInfo.InvariantCulture)).ToList();
        if (parts.Count == 0)
        {
            return choices.Widths;
        }

        var least = parts.Min() * 0.01 * choices.DeviceSizes[0];
        int[] wide = [.. choices.Widths.Where(width => width >= least)];
        return wide.Length > 0 ? wide : [choices.Widths[^1]];
    }

    private static int AtLeast(int wanted, IReadOnlyList<int> widths) => widths.FirstOrDefault(width => width >= wanted, widths[^1]);

    [GeneratedRegex(@"(^|\s|\()(?<part>\d{1,3})vw", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex ViewportWidth();
}
