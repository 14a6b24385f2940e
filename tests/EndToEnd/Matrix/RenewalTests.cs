namespace Perennial.EndToEnd.Matrix;

/// <summary>Who has a page renewed, and how often.</summary>
public sealed class RenewalTests
{
    public static TheoryData<string> Kinds => GardenSite.Kinds;

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_visit_after_its_lifetime_renews_a_page_once_and_time_alone_never_does(string kind)
    {
        await using var site = await GardenSite.StartAsync(kind);
        await VisitAsync(site, 20);
        site.Site.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.All(await VisitAsync(site, 20), static line => Assert.StartsWith("rose 1 ", line, StringComparison.Ordinal));

        // Nobody comes for a day. A timer would have been due a thousand times by now, and what it had begun would be counted.
        for (var minute = 0; minute < 24 * 60; minute++)
        {
            site.Site.Time.Advance(TimeSpan.FromMinutes(1));
        }

        await site.GetAsync("plants/iris");
        Assert.Equal(2, site.Garden.Renders);

        // A crowd comes: one of them has it renewed, and nobody again before the lifetime of the new one is over.
        await VisitAsync(site, 20);
        await Eventually.IsTrueAsync(async () => (await VisitAsync(site, 1))[0].StartsWith("rose 3 ", StringComparison.Ordinal));
        await VisitAsync(site, 20);
        site.Site.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.All(await VisitAsync(site, 20), static line => Assert.StartsWith("rose 3 ", line, StringComparison.Ordinal));
        Assert.Equal(3, site.Garden.Renders);

        site.Site.Time.Advance(TimeSpan.FromSeconds(2));
        await VisitAsync(site, 1);
        await Eventually.IsTrueAsync(async () => (await VisitAsync(site, 1))[0].StartsWith("rose 4 ", StringComparison.Ordinal));
        Assert.Equal(4, site.Garden.Renders);
    }

    private static async Task<string[]> VisitAsync(GardenSite site, int visitors) =>
        [.. (await Task.WhenAll(Enumerable.Range(0, visitors).Select(_ => site.GetAsync("plants/rose")))).Select(static answer => answer.Line)];
}
