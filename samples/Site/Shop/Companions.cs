namespace Site.Shop;

/// <summary>Chooses the packets that are shown beside one: sown in the same months, and of another look.</summary>
internal static class Companions
{
    private const int Places = 4;

    public static List<Product> Of(Product product, IEnumerable<Product> all)
    {
        var months = Months.Parse(product.Sow);
        return [.. all
            .Where(other => other.Id != product.Id)
            .OrderByDescending(other => Months.Parse(other.Sow).Count(months.Contains))
            .ThenBy(other => other.Plant == product.Plant)
            .ThenBy(other => other.Kind == product.Kind ? 0 : 1)
            .ThenBy(static other => other.Name, StringComparer.Ordinal)
            .DistinctBy(static other => other.Plant)
            .Take(Places)];
    }
}
