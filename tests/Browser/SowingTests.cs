namespace Perennial.Browser;

/// <summary>The site's island: a kept page that says what a kept page cannot know.</summary>
[Collection(SiteCollection.Name)]
public sealed class SowingTests(SiteInChromium site)
{
    [Theory]
    [InlineData("2026-05-15", "It is May: sow it now.")]
    [InlineData("2026-12-15", "Sow it in March: in 3 months.")]
    [InlineData("2026-02-15", "Sow it in March: next month.")]
    public async Task A_packet_tells_its_visitor_when_to_sow(string today, string advice)
    {
        await using var visitor = await site.VisitorAsync();
        await visitor.Page.Clock.SetFixedTimeAsync(DateTime.Parse(today, System.Globalization.CultureInfo.InvariantCulture));

        var page = await visitor.OpenAsync("/shop/beetroot-boltardy");

        await visitor.Page.GetByText(advice).WaitForAsync();
        Assert.Equal(3, await visitor.Page.Locator(".calendar .now").CountAsync());
        Assert.StartsWith("Perennial; hit", (await page.AllHeadersAsync())["cache-status"], StringComparison.Ordinal);
        Assert.Empty(visitor.Troubles);
    }

    [Fact]
    public async Task The_sites_own_policy_lets_the_script_run_and_nothing_else()
    {
        await using var visitor = await site.VisitorAsync(obeysPolicy: true);

        await visitor.OpenAsync("/shop/beetroot-boltardy");

        await visitor.Page.Locator(".calendar .now").First.WaitForAsync();
        Assert.Empty(visitor.Troubles);
    }
}
