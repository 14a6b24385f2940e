using System.Net;
using Microsoft.AspNetCore.Builder;

namespace Perennial.EndToEnd.Matrix;

/// <summary>Base paths and several hosts.</summary>
public sealed class HostTests
{
    public static TheoryData<string> Kinds => GardenSite.Kinds;

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_base_path_is_part_of_the_page(string kind)
    {
        await using var site = await GardenSite.StartAsync(kind, static app =>
        {
            app.UsePathBase("/shop");
            app.UsePerennial().UseAntiforgery();
        });

        for (var i = 0; i < 2; i++)
        {
            var below = await site.SendAsync(HttpMethod.Get, "/shop" + site.Path("plants/rose"));
            var root = await site.GetAsync("plants/rose");

            Assert.Equal($"rose 1  https://garden.test/shop/{kind}/plants/rose", below.Line);
            Assert.Equal($"rose 2  https://garden.test/{kind}/plants/rose", root.Line);
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Another_spelling_below_a_base_path_is_redirected_below_it(string kind)
    {
        await using var site = await GardenSite.StartAsync(kind, static app =>
        {
            app.UsePathBase("/shop");
            app.UsePerennial().UseAntiforgery();
        });

        var answer = await site.SendAsync(HttpMethod.Get, "/shop" + site.Path("plants/rose/"));

        Assert.Equal((HttpStatusCode.PermanentRedirect, $"/shop/{kind}/plants/rose"), (answer.Status, answer["Location"]));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Each_of_the_sites_hosts_has_its_own_entry_and_no_other_host_has_one(string kind)
    {
        await using var site = await GardenSite.StartAsync(kind, options: static options => options.OtherSiteUrls.Add("https://nursery.test"));

        for (var i = 0; i < 2; i++)
        {
            Assert.Equal($"rose 1  https://garden.test/{kind}/plants/rose", (await site.GetAsync("plants/rose", ("Host", "garden.test"))).Line);
            Assert.Equal($"rose 2  https://nursery.test/{kind}/plants/rose", (await site.GetAsync("plants/rose", ("Host", "nursery.test"))).Line);
            Assert.Equal($"rose 1  https://garden.test/{kind}/plants/rose", (await site.GetAsync("plants/rose", ("Host", "evil.test"))).Line);
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task An_endpoint_that_asks_for_a_host_is_not_served_to_another(string kind)
    {
        await using var site = await GardenSite.StartAsync(kind, map: static (_, pages) => pages.RequireHost("garden.test"));

        await site.GetAsync("plants/rose", ("Host", "garden.test"));

        Assert.True((await site.GetAsync("plants/rose", ("Host", "garden.test"))).IsHit);
        Assert.Equal(HttpStatusCode.NotFound, (await site.GetAsync("plants/rose", ("Host", "evil.test"))).Status);
    }
}
