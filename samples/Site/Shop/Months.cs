using System.Globalization;

namespace Site.Shop;

/// <summary>The months of a year, written as <c>3-6 9</c>; a range may run over the new year (<c>11-2</c>).</summary>
public static class Months
{
    public static IReadOnlySet<int> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var months = new SortedSet<int>();
        foreach (var part in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = part.Split('-');
            var last = int.Parse(ends[^1], CultureInfo.InvariantCulture);
            for (var month = int.Parse(ends[0], CultureInfo.InvariantCulture); ; month = (month % 12) + 1)
            {
                months.Add(month);
                if (month == last)
                {
                    break;
                }
            }
        }

        return months;
    }

    public static string Name(int month) => CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(month);

    /// <summary>In words: <c>March to June, September</c>.</summary>
    public static string InWords(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return string.Join(", ", text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(part => string.Join(" to ", part.Split('-')
                .Select(month => Name(int.Parse(month, CultureInfo.InvariantCulture))))));
    }
}
