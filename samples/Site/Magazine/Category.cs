namespace Site.Magazine;

/// <summary>A section of the magazine. Sections are part of the site's design, so they live in code.</summary>
public sealed record Category(string Slug, string Name, string Motto)
{
    public static IReadOnlyList<Category> All { get; } =
    [
        new("sowing", "Sowing", "Seed, patience and a warm windowsill: how things begin."),
        new("borders", "Borders", "Perennials, bulbs and the company that they keep."),
        new("soil", "Soil", "Compost, mulch, worms: the garden below the garden."),
        new("seasons", "Seasons", "What to do, when to do it, and what to leave undone."),
    ];

    public string Path => $"/magazine/{Slug}";

    public static Category? Find(string slug) => All.FirstOrDefault(c => c.Slug == slug);
}
