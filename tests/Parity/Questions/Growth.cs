using Perennial.Parity.Sites;

namespace Perennial.Parity.Questions;

/// <summary>Pages that regrow with time, and paths that are made on demand.</summary>
internal static class Growth
{
    public static IEnumerable<Question> All =>
    [
        new("The first visit of a page that the build made", "84, 87, 129, 132, 133", async site =>
        {
            var reply = await site.GetAsync("/p/ssg");
            return $"{reply.State}, render {reply.N}";
        }),
        new("A page with `revalidate` 2, after 2 s, for three visitors", "131, 134, 135, 136", ThreeVisitorsAsync("/p/isr")),
        new("The same in the App Router", "131, 134, 135, 136", ThreeVisitorsAsync("/a/isr")),
        new("The same for a kept endpoint", "103, 131, 134", ThreeVisitorsAsync("/rh/isr")),
        new("Renders of a stale page while nobody visits", "131", async site =>
        {
            await site.SettleAsync("/p/isr");
            var before = site.Source.Count("isr");
            await Pause.ForAsync(3);
            return $"{site.Source.Count("isr") - before} in 3 s";
        }),
        new("HEAD of a stale page", "131, 134", async site =>
        {
            await site.SettleAsync("/p/isr");
            var before = site.Source.Count("isr");
            await Pause.ForAsync(2.3);
            var reply = await site.SendAsync(HttpMethod.Head, "/p/isr");
            var renders = await Pause.UntilAsync(() => Task.FromResult(site.Source.Count("isr") > before));
            return $"{reply.Status} {reply.State}, {(renders ? "renders it" : "renders nothing")}";
        }),
        new("A path that no list has, twice", "128, 130, 137", TwiceAsync("/p/blog-block/")),
        new("The same in the App Router", "128, 137", TwiceAsync("/a/post/")),
        new("The same for a kept endpoint", "103, 137", TwiceAsync("/rh/item/")),
        new("A path that no list has, where the list is all there is", "129, 137", async site =>
        {
            var slug = Visits.Fresh();
            var reply = await site.GetAsync("/p/blog-false/" + slug);
            return $"{reply.Status}, {reply.CacheControl}, {site.Source.Count("blog-false-" + slug)} renders";
        }),
        new("A post that does not exist, twice", "138", async site =>
        {
            var slug = Visits.Fresh("missing");
            var first = await site.GetAsync("/p/blog-block/" + slug);
            var second = await site.GetAsync("/p/blog-block/" + slug);
            return $"{first.Status}, then {second.Status}, {site.Source.Count("blog-block-" + slug)} render";
        }),
        new("What is said of that first visit", "138, 151",
            async site => (await site.GetAsync("/p/blog-block/" + Visits.Fresh("missing"))).State,
            new("MISS", "it was rendered for this visitor; Next says HIT")),
        new("A post that has moved, twice", "130, 137", async site =>
        {
            var slug = Visits.Fresh("moved");
            var first = await site.GetAsync("/p/blog-block/" + slug);
            var second = await site.GetAsync("/p/blog-block/" + slug);
            return $"{first.Status} {first.State}, then {second.Status} {second.State}, to {second.Header("location")}";
        }),
        new("A page that becomes not found, a redirect, a permanent one, and a page again", "136, 138", ChangesAsync),
        new("A visitor who hangs up while the page is rendered", "135, 137", async site =>
        {
            var slug = Visits.Fresh();
            site.Source.Set("blog-block-" + slug, Mood.Slow(500));
            await site.HangUpAsync("/p/blog-block/" + slug, TimeSpan.FromMilliseconds(150));
            await Pause.ForAsync(1);
            var reply = await site.GetAsync("/p/blog-block/" + slug);
            return $"{reply.Status} {reply.State}, {site.Source.Count("blog-block-" + slug)} render";
        }),
    ];

    private static Func<Site, Task<string>> ThreeVisitorsAsync(string path) => async site =>
    {
        var fresh = await site.RegrowAsync(path, 2);
        await Pause.ForAsync(2.3);
        var first = await site.GetAsync(path);
        await Pause.ForAsync(0.5);
        var second = await site.GetAsync(path);
        var third = await site.GetAsync(path);
        return $"{first.State} {Visits.Moved(fresh, first)}, then {second.State} {Visits.Moved(fresh, second)}, then {third.State} {Visits.Moved(second, third)}";
    };

    private static Func<Site, Task<string>> TwiceAsync(string folder) => async site =>
    {
        var path = folder + Visits.Fresh();
        var first = await site.GetAsync(path);
        var second = await site.GetAsync(path);
        return $"{first.Status} {first.State}, then {second.Status} {second.State}, {Visits.Moved(first, second)}";
    };

    private static async Task<string> ChangesAsync(Site site)
    {
        var seen = new List<string>();
        foreach (var kind in new[] { "ok", "notfound", "redirect", "perm", "ok" })
        {
            site.Source.Set("isrnf", Mood.Becoming(kind));
            await Pause.ForAsync(1.25);
            await site.GetAsync("/p/isr-nf");
            await Pause.ForAsync(0.5);
            seen.Add($"{(await site.GetAsync("/p/isr-nf")).Status}");
        }

        return string.Join(", ", seen);
    }
}
