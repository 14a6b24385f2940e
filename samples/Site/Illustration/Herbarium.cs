namespace Site.Illustration;

/// <summary>
/// The plants that can be drawn. Each grows from the middle of the ground (200, 440) of a sheet of 400 by 500.
/// </summary>
internal static class Herbarium
{
    public const double Ground = 440;
    public const double Up = -Math.PI / 2;

    private static readonly Dictionary<string, Action<Sketch>> Plants = new(StringComparer.Ordinal)
    {
        ["allium"] = Bulbs.Allium,
        ["branch"] = Trees.Branch,
        ["carrot"] = Roots.Carrot,
        ["beet"] = Roots.Beet,
        ["daisy"] = Flowers.Daisy,
        ["fern"] = Foliage.Fern,
        ["fruit"] = Trees.Fruit,
        ["gourd"] = Crops.Gourd,
        ["grass"] = Foliage.Grass,
        ["leafy"] = Foliage.Leafy,
        ["leek"] = Crops.Leek,
        ["onion"] = Crops.Onion,
        ["pods"] = Climbers.Pods,
        ["potato"] = Crops.Potato,
        ["seedlings"] = Foliage.Seedlings,
        ["snowdrop"] = Bulbs.Snowdrop,
        ["spike"] = Flowers.Spike,
        ["squash"] = Crops.Squash,
        ["sweetpea"] = Climbers.SweetPea,
        ["tulip"] = Bulbs.Tulip,
        ["umbel"] = Flowers.Umbel,
    };

    public static IReadOnlyCollection<string> Names => Plants.Keys;

    public static Sketch Draw(string plant, string seed)
    {
        var sketch = new Sketch(seed);
        (Plants.GetValueOrDefault(plant) ?? Foliage.Seedlings)(sketch);
        return sketch;
    }

    public static double Degrees(double degrees) => degrees * Math.PI / 180;
}
