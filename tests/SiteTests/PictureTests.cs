using System.Text;
using Site.Illustration;

namespace Perennial.SiteTests;

public sealed class PictureTests
{
    public static TheoryData<string> Plants => [.. Herbarium.Names];

    [Theory]
    [MemberData(nameof(Plants))]
    public void A_plant_is_the_same_each_time_and_small(string plant)
    {
        var picture = Draw(plant, "seed");

        Assert.Equal(picture, Draw(plant, "seed"));
        Assert.InRange(picture.Length, 500, 4_000);
    }

    [Theory]
    [MemberData(nameof(Plants))]
    public void A_path_has_only_whole_numbers(string plant) => Assert.DoesNotMatch("[.eE,]|NaN|--", PathsOf(Draw(plant, "seed")));

    [Fact]
    public void Another_seed_is_another_plant() => Assert.NotEqual(Draw("daisy", "a"), Draw("daisy", "b"));

    [Fact]
    public void A_bed_shows_each_plant_once()
    {
        var bed = PlateDrawing.Bed("daisy grass umbel", "seed").Value;

        Assert.Equal(3, bed.Split("<g ").Length - 1);
    }

    private static string Draw(string plant, string seed)
    {
        var html = new StringBuilder();
        Herbarium.Draw(plant, seed).AppendTo(html);
        return html.ToString();
    }

    private static string PathsOf(string picture) =>
        string.Concat(picture.Split("d=\"").Skip(1).Select(static part => part[..part.IndexOf('"', StringComparison.Ordinal)]));
}
