using Site.Magazine;
using Site.Shop;

namespace Site.Storage;

/// <summary>Fills a new database from the texts under <c>Content</c>.</summary>
public sealed class Seed
{
    public Task SowAsync(SiteDb db, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        db.Articles.AddRange(ContentFile.InFolder("Content/articles/").Select(ToArticle).OrderBy(a => a.Published));
        db.Products.AddRange(ContentFile.InFolder("Content/products/").Select(ToProduct).OrderBy(p => p.Name));
        return db.SaveChangesAsync(cancellationToken);
    }

    private static Article ToArticle(ContentFile file) => new()
    {
        Slug = file.Slug,
        FormerSlug = file.Find("formerly"),
        Category = file["category"],
        Title = file["title"],
        Summary = file["summary"],
        Author = file["author"],
        Published = file.Date("published"),
        Plants = file["plants"],
        Tone = file["tone"],
        Body = file.Body,
    };

    private static Product ToProduct(ContentFile file) => new()
    {
        Slug = file.Slug,
        Name = file["name"],
        Botanical = file["botanical"],
        Kind = file["kind"],
        PricePence = file.Number("pence"),
        Contents = file["contents"],
        Sow = file["sow"],
        Harvest = file["harvest"],
        HarvestWord = file.Find("harvest-word") ?? "Harvest",
        Plant = file["plant"],
        Tone = file["tone"],
        Summary = file["summary"],
        Description = file.Body,
        Position = file["position"],
        Spacing = file["spacing"],
        Height = file["height"],
    };
}
