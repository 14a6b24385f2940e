using Site.Shop;

namespace Site.Home;

/// <summary>Chooses what the front page offers: what can be sown or planted this month, and what to plan for when nothing can.</summary>
internal static class Shelf
{
    private const int Places = 4;

    public static (string Heading, List<Product> Products) For(int month, IReadOnlyList<Product> products)
    {
        var now = products.Where(p => Months.Parse(p.Sow).Contains(month)).ToList();
        var soon = products
            .Where(p => !now.Contains(p))
            .OrderBy(p => Months.Parse(p.Sow).Min(m => (m - month + 12) % 12))
            .ThenBy(p => p.Name, StringComparer.Ordinal);
        return now.Count >= Places
            ? ($"To sow and plant in {Months.Name(month)}", Spread(now, month))
            : ($"To sow and plant from {Months.Name(month)}", [.. now, .. soon.Take(Places - now.Count)]);
    }

    // Another start each month, so that the alphabet's first four do not stand there all spring.
    private static List<Product> Spread(List<Product> products, int month) =>
        [.. Enumerable.Range(0, Places).Select(i => products[(month + (i * products.Count / Places)) % products.Count])];
}
