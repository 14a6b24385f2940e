using System.Text.RegularExpressions;
using Site.Illustration;
using Site.Magazine;
using Site.Shop;
using Site.Storage;

namespace Perennial.SiteTests;

/// <summary>The texts that a new database is filled with.</summary>
public sealed partial class ContentTests
{
    [Fact]
    public void Articles_have_two_hundred_and_fifty_to_nine_hundred_words()
    {
        Assert.All(ContentFile.InFolder("Content/articles/"), static file =>
            Assert.InRange(Word().Count(file.Body), 250, 900));
    }

    [Fact]
    public void Every_article_belongs_to_a_section()
    {
        Assert.All(ContentFile.InFolder("Content/articles/"), static file => Assert.NotNull(Category.Find(file["category"])));
    }

    [Fact]
    public void Every_picture_can_be_drawn()
    {
        var articles = ContentFile.InFolder("Content/articles/").Select(static file => file["plants"]);
        var products = ContentFile.InFolder("Content/products/").Select(static file => file["plant"]);

        Assert.All(articles.Concat(products).SelectMany(static plants => plants.Split(' ')), static plant =>
            Assert.Contains(plant, Herbarium.Names));
    }

    [Fact]
    public void Every_packet_says_when_to_sow_and_when_to_harvest()
    {
        Assert.All(ContentFile.InFolder("Content/products/"), static file =>
        {
            Assert.NotEmpty(Months.Parse(file["sow"]));
            Assert.NotEmpty(Months.Parse(file["harvest"]));
            Assert.InRange(file.Number("pence"), 100, 1000);
        });
    }

    [GeneratedRegex(@"[\p{L}\d’]+")]
    private static partial Regex Word();
}
