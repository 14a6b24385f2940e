using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Localization;

namespace Perennial.EndToEnd.Matrix;

/// <summary>A page in the wrong language looks like a page: each culture has entries of its own.</summary>
public sealed class CultureTests
{
    private static readonly string German = "c=de|uic=de";

    public static TheoryData<string, bool> KindsAndPlaces => [.. GardenSite.Kinds
        .SelectMany(static row => new[] { true, false }.Select(inFront => new TheoryDataRow<string, bool>(row.Data, inFront)))];

    public static TheoryData<string> Kinds => GardenSite.Kinds;

    [Theory, MemberData(nameof(KindsAndPlaces))]
    public async Task Each_culture_has_its_own_entry(string kind, bool inFront)
    {
        await using var site = await StartAsync(kind, inFront);

        var english = await site.GetAsync("plants/rose");
        var german = await site.GetAsync("plants/rose", Cookie(German));

        Assert.StartsWith("rose 1 en ", english.Line, StringComparison.Ordinal);
        Assert.StartsWith("rose 2 de ", german.Line, StringComparison.Ordinal);
        Assert.Equal(english.Line, (await site.GetAsync("plants/rose")).Line);
        Assert.Equal(german.Line, (await site.GetAsync("plants/rose", Cookie(German))).Line);
        Assert.Equal(german.Line, (await site.GetAsync("plants/rose", ("Accept-Language", "de"))).Line);
        Assert.Equal(2, site.Garden.Renders);
    }

    [Theory, MemberData(nameof(KindsAndPlaces))]
    public async Task A_cache_between_is_told_that_the_language_is_the_visitors(string kind, bool inFront)
    {
        await using var site = await StartAsync(kind, inFront);

        var miss = await site.GetAsync("plants/rose");
        var hit = await site.GetAsync("plants/rose");
        var byAddress = await site.GetAsync("plants/rose?culture=de");

        Assert.Equal("Accept-Language, Cookie, Accept-Encoding", miss["Vary"]);
        Assert.Equal("Accept-Language, Cookie, Accept-Encoding", hit["Vary"]);
        Assert.Equal("Accept-Encoding", byAddress["Vary"]);
    }

    [Theory, MemberData(nameof(KindsAndPlaces))]
    public async Task A_refresh_behind_a_visit_speaks_the_entrys_language(string kind, bool inFront)
    {
        await using var site = await StartAsync(kind, inFront);
        await site.GetAsync("plants/rose", Cookie(German));
        site.Site.Time.Advance(TimeSpan.FromSeconds(61));

        await site.GetAsync("plants/rose", Cookie(German));

        await Eventually.IsTrueAsync(async () =>
            (await site.GetAsync("plants/rose", Cookie(German))).Line.StartsWith("rose 2 de ", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_culture_that_the_site_does_not_have_makes_no_entry(string kind)
    {
        await using var site = await StartAsync(kind, inFront: true);

        foreach (var culture in new[] { "fr", "xx", "de-AT-x-private", "..", "" })
        {
            await site.GetAsync("plants/rose", Cookie($"c={culture}|uic={culture}"));
        }

        // de-AT falls back to its parent: the only other one.
        Assert.InRange(site.Garden.Renders, 1, 2);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_visitors_culture_that_is_no_part_of_the_key_never_gets_into_a_page(string kind)
    {
        await using var site = await GardenSite.StartAsync(kind, static app =>
        {
            app.Use((context, next) =>
            {
                CultureInfo.CurrentUICulture = new("de");
                return next(context);
            });
            app.UsePerennial().UseAntiforgery();
        });

        Assert.DoesNotContain(" de ", (await site.GetAsync("plants/rose")).Line, StringComparison.Ordinal);
    }

    private static (string, string) Cookie(string value) => ("Cookie", CookieRequestCultureProvider.DefaultCookieName + "=" + Uri.EscapeDataString(value));

    private static Task<GardenSite> StartAsync(string kind, bool inFront) => GardenSite.StartAsync(kind, app =>
    {
        if (inFront)
        {
            Localize(app);
            app.UsePerennial();
        }
        else
        {
            app.UsePerennial();
            Localize(app);
        }

        app.UseAntiforgery();
    });

    private static void Localize(WebApplication app) =>
        app.UseRequestLocalization(static options => options.AddSupportedCultures("en", "de").AddSupportedUICultures("en", "de").SetDefaultCulture("en"));
}
