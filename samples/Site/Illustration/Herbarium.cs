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
        ["grass"] = Foliage.Grass,
        ["leafy"] = Foliage.Leafy,
        ["pods"] = Climbers.Pods,
        ["seedlings"] = Foliage.Seedlings,
        ["snowdrop"] = Bulbs.Snowdrop,
        ["spike"] = Flowers.Spike,
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
