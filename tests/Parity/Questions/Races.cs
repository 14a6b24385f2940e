using Perennial.Parity.Sites;

namespace Perennial.Parity.Questions;

/// <summary>Invalidations that arrive while a page is rendered, or before a restart.</summary>
internal static class Races
{
    public static IEnumerable<Question> All =>
    [
        new("Expiring a path while its page is being rendered, then a visit after that render", "101, 136, 139", DuringRenderAsync,
            new("renders again", "the render began before the change; Next keeps it as fresh and loses the invalidation")),
        new("Expiring a tag of a page without timer while it is being rendered", "97, 101", TagDuringRenderAsync,
            new("renders again", "Next shows the old data from then on: nothing would ever refresh it")),
        new("A page rendered at run time, after a restart", "86, 87, 88", async site =>
        {
            var path = "/a/post/" + Visits.Fresh();
            var old = await site.SettleAsync(path);
            await site.RestartAsync();
            var visit = await site.GetAsync(path);
            return $"{visit.Status} {Visits.Moved(old, visit)}";
        }),
        new("A page rendered at run time (Pages Router): Cache-Control of the first visit after a restart", "86, 114, 127", async site =>
        {
            var path = "/p/blog-block/" + Visits.Fresh();
            await site.SettleAsync(path);
            await site.RestartAsync();
            return (await site.GetAsync(path)).CacheControl;
        }, new("public, max-age=0, must-revalidate, s-maxage=5, stale-while-revalidate=31535995", "the same before and after; Next says nothing on this visit")),
        new("A page regenerated on demand, after a crash (SIGKILL) and a restart", "86, 87, 88", async site =>
        {
            await site.SettleAsync("/p/isr-long");
            await site.RegenerateAsync("/p/isr-long");
            var old = await site.SettleAsync("/p/isr-long");
            await Pause.ForAsync(1);
            await site.CrashAsync();
            var visit = await site.GetAsync("/p/isr-long");
            return $"{visit.Status} {visit.State} {Visits.Moved(old, visit)}";
        }),
        new("Expiring a path, a restart before anybody visits, then a visit", "86, 101", async site =>
        {
            await site.RegrowAsync("/a/isr", 2);
            var old = await site.SettleAsync("/a/fetch-tag");
            await site.InvalidateAsync("tag=t2&profile=expire0");
            await site.RestartAsync();
            return Visits.Moved(old, await site.GetAsync("/a/fetch-tag"));
        }, new("the next page", "the invalidation is on disk before it is acknowledged; Next forgets it")),
    ];

    private static async Task<string> DuringRenderAsync(Site site)
    {
        await site.RegrowAsync("/a/isr-slow", 2);
        site.Source.Set("aisrslow", Mood.Slow(1200));
        await Pause.ForAsync(2.3);
        await site.GetAsync("/a/isr-slow");
        await Pause.ForAsync(0.3);
        await site.InvalidateAsync("path=/a/isr-slow");
        await Pause.ForAsync(1.2);
        var began = site.Source.Count("aisrslow");
        site.Source.Calm("aisrslow");
        await site.GetAsync("/a/isr-slow");
        await Pause.ForAsync(0.3);
        return site.Source.Count("aisrslow") > began ? "renders again" : "takes the render from before for fresh";
    }

    private static async Task<string> TagDuringRenderAsync(Site site)
    {
        await site.SettleAsync("/a/fetch-tag");
        site.Source.Set("afetchtag", Mood.Slow(1200));
        await site.InvalidateAsync("tag=t2");
        await site.GetAsync("/a/fetch-tag");
        await Pause.ForAsync(0.3);
        await site.InvalidateAsync("tag=t2&profile=expire0");
        await Pause.ForAsync(1.2);
        var began = site.Source.Count("afetchtag");
        site.Source.Calm("afetchtag");
        await site.GetAsync("/a/fetch-tag");
        await Pause.ForAsync(0.3);
        return site.Source.Count("afetchtag") > began ? "renders again" : "takes the render from before for fresh";
    }
}
