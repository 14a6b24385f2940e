using System.Globalization;
using Perennial.Parity.Sites;

namespace Perennial.Parity.Questions;

/// <summary>Many visitors at the same moment.</summary>
internal static class Crowds
{
    public static IEnumerable<Question> All =>
    [
        new("50 visitors of a page that was never rendered (0.8 s)", "126, 137", HerdAsync("/p/blog-block/", "blog-block-")),
        new("The same in the App Router", "126, 137", HerdAsync("/a/post/", "apost-")),
        new("The same for a kept endpoint", "103, 126, 137", HerdAsync("/rh/item/", "rhitem-")),
        new("50 visitors of a stale page (render takes 3 s)", "126, 131, 134", async site =>
        {
            var fresh = await site.RegrowAsync("/p/isr-slow", 2);
            site.Source.Set("isrslow", Mood.Slow(3000));
            await Pause.ForAsync(2.3);
            var before = site.Source.Count("isrslow");
            var start = System.Diagnostics.Stopwatch.GetTimestamp();
            var replies = await site.CrowdAsync(50, "/p/isr-slow");
            var waited = System.Diagnostics.Stopwatch.GetElapsedTime(start) > TimeSpan.FromSeconds(2.9);
            var renders = site.Source.Count("isrslow") - before;
            site.Source.Calm("isrslow");
            return $"{Tally(replies)}, {(replies.All(reply => reply.N == fresh.N) ? "all the old page" : "different pages")}, "
                + $"{(waited ? "some waited" : "nobody waited")}, {renders} render";
        }),
        new("20 visitors of a page that fails, and was never rendered", "126, 146", async site =>
        {
            var slug = Visits.Fresh("boom");
            site.Source.Set("blog-block-" + slug, Mood.Slow(400));
            var replies = await site.CrowdAsync(20, "/p/blog-block/" + slug);
            return $"{Tally(replies)}, {site.Source.Count("blog-block-" + slug)} render";
        }),
        new("20 visitors of a request-time page", "117", async site =>
        {
            var before = site.Source.Count("ssr");
            var replies = await site.CrowdAsync(20, "/p/ssr");
            return $"{Tally(replies)}, {site.Source.Count("ssr") - before} renders";
        }),
    ];

    private static Func<Site, Task<string>> HerdAsync(string folder, string key) => async site =>
    {
        var slug = Visits.Fresh();
        site.Source.Set(key + slug, Mood.Slow(800));
        var replies = await site.CrowdAsync(50, folder + slug);
        var same = replies.Select(reply => reply.N).Distinct().Count() is 1;
        return $"{Tally(replies)}, {(same ? "all the same page" : "different pages")}, {site.Source.Count(key + slug)} render";
    };

    private static string Tally(IEnumerable<Reply> replies) => string.Join(
        ", ", replies.GroupBy(reply => reply.Status).Order(Comparer<IGrouping<int, Reply>>.Create(static (a, b) => a.Key - b.Key))
            .Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Count()} × {group.Key}")));
}
