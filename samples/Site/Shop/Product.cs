using System.Globalization;

namespace Site.Shop;

public sealed class Product
{
    public int Id { get; set; }

    public required string Slug { get; set; }

    public required string Name { get; set; }

    public required string Botanical { get; set; }

    /// <summary>Vegetable, Herb, Flower or Bulb.</summary>
    public required string Kind { get; set; }

    public int PricePence { get; set; }

    /// <summary>What is in the packet, for example <c>About 500 seeds</c>.</summary>
    public required string Contents { get; set; }

    /// <summary>Months, for example <c>3-6 9</c>: see <see cref="Months"/>.</summary>
    public required string Sow { get; set; }

    public required string Harvest { get; set; }

    /// <summary>Harvest or Flowers.</summary>
    public required string HarvestWord { get; set; }

    public required string Plant { get; set; }

    public required string Tone { get; set; }

    public required string Summary { get; set; }

    public required string Description { get; set; }

    public required string Position { get; set; }

    public required string Spacing { get; set; }

    public required string Height { get; set; }

    public string SowWord => Kind == "Bulb" ? "Plant" : "Sow";

    public string Price => (PricePence / 100m).ToString("'£'0.00", CultureInfo.InvariantCulture);

    public string Path => $"/shop/{Slug}";
}
