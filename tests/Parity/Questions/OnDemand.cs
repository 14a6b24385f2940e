using Perennial.Parity.Sites;

namespace Perennial.Parity.Questions;

/// <summary>Revalidating, expiring and regenerating.</summary>
internal static class OnDemand
{
    public static IEnumerable<Question> All =>
    [
        new("Regenerating without the secret", "140, 141", async site =>
        {
            var reply = await site.GetAsync("/api/revalidate?path=/p/ssg");
            return $"{reply.Status} {reply.Body}";
        }),
        new("Regenerating a kept page, then visiting it", "139, 143, 145", async site =>
        {
            var old = await site.SettleAsync("/p/ssg");
            var answer = await site.RegenerateAsync("/p/ssg");
            var visit = await site.GetAsync("/p/ssg");
            return $"{answer.Status}, {visit.State} {(visit.N > old.N ? "a newer page" : "the same page")}";
        }),
        new("Regenerating a valid path that was never rendered", "139", async site =>
        {
            var slug = Visits.Fresh();
            var answer = await site.RegenerateAsync("/p/blog-block/" + slug);
            var visit = await site.GetAsync("/p/blog-block/" + slug);
            return $"{answer.Status}, {visit.State}, {site.Source.Count("blog-block-" + slug)} render";
        }),
        new("Regenerating a path that nothing answers", "139, 142, 144", Regenerating("/nope"),
            new("500 PER2106", "success would hide a typing error")),
        new("Regenerating a request-time page", "139, 144", Regenerating("/p/ssr"),
            new("500 PER2106", "nothing is kept there, so there is nothing to regenerate")),
        new("Regenerating a text that is no path", "142, 144", async site =>
        {
            var answer = await site.RegenerateAsync("nope");
            return $"{answer.Status}, {(answer.Body.Contains("must be a path", StringComparison.Ordinal) ? "must be a path" : answer.Body)}";
        }),
        new("A visitor who guesses an internal header", "142", async site =>
        {
            var before = site.Source.Count("ssg");
            var reply = await site.GetAsync("/p/ssg", ("x-prerender-revalidate", "guess"), ("x-perennial-regenerate", "1"));
            return $"{reply.Status} {reply.State}, {site.Source.Count("ssg") - before} renders";
        }),
        new("Expiring a path (App Router), then two visits", "101, 102, 139", async site =>
        {
            var path = "/a/post/" + Visits.Fresh();
            var old = await site.SettleAsync(path);
            await site.InvalidateAsync("path=" + path);
            var first = await site.GetAsync(path);
            return $"{first.State} {Visits.Moved(old, first)}, then {(await site.GetAsync(path)).State}";
        }),
        new("Expiring a path (Pages Router), then a visit", "101, 139", async site =>
        {
            var old = await site.SettleAsync("/p/ssg");
            await site.InvalidateAsync("path=/p/ssg");
            var visit = await site.GetAsync("/p/ssg");
            return $"{visit.State} {Visits.Moved(old, visit)}";
        }, new("MISS the next page", "one call for every kind of page; Next's does nothing here, silently")),
        new("Expiring a path that nothing answers", "101, 142", async site =>
            $"{(await site.InvalidateAsync("path=/definitely-missing")).Status}",
            new("500", "PER2106 says that no kept page answers it")),
        new("Expiring all pages of a route", "101, 102", async site =>
        {
            var (one, two) = ("/a/post/" + Visits.Fresh(), "/a/post/" + Visits.Fresh());
            await site.SettleAsync(one);
            await site.SettleAsync(two);
            await site.InvalidateAsync("path=" + Uri.EscapeDataString("/a/post/[slug]") + "&type=page");
            return $"{(await site.GetAsync(one)).State} and {(await site.GetAsync(two)).State}";
        }),
        new("Revalidating a tag, then two visits", "97, 101", async site =>
        {
            var old = await site.SettleAsync("/a/fetch-tag");
            await site.InvalidateAsync("tag=t2");
            var first = await site.GetAsync("/a/fetch-tag");
            await Pause.ForAsync(0.5);
            var second = await site.GetAsync("/a/fetch-tag");
            return $"{first.State} {Visits.Moved(old, first)}, then {second.State} {Visits.Moved(old, second)}";
        }),
        new("Expiring a tag, then a visit", "97, 101", async site =>
        {
            var old = await site.SettleAsync("/a/fetch-tag");
            await site.InvalidateAsync("tag=t2&profile=expire0");
            var first = await site.GetAsync("/a/fetch-tag");
            return $"{first.State} {Visits.Moved(old, first)}";
        }),
        new("Revalidating a tag that nothing has", "97", async site => $"{(await site.InvalidateAsync("tag=unheard-of")).Status}"),
        new("Revalidating a tag of 300 characters", "97", async site => $"{(await site.InvalidateAsync("tag=" + new string('t', 300))).Status}",
            new("500", "PER2101 names the tag and the limit; Next takes the call and may ignore the tag")),
        new("20 calls to regenerate one page at once", "126, 139", async site =>
        {
            await site.SettleAsync("/p/isr-slow");
            site.Source.Set("isrslow", Mood.Slow(500));
            var before = site.Source.Count("isrslow");
            var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => site.RegenerateAsync("/p/isr-slow")));
            var renders = site.Source.Count("isrslow") - before;
            site.Source.Calm("isrslow");
            return $"{answers.Count(answer => answer.Status is 200)} successes, {(renders <= 2 ? "2 renders at the most" : $"{renders} renders")}";
        }),
    ];

    private static Func<Site, Task<string>> Regenerating(string path) => async site =>
    {
        var answer = await site.RegenerateAsync(path);
        return answer.Status is 200 ? "200 success"
            : answer.Body.Contains("PER2106", StringComparison.Ordinal) ? $"{answer.Status} PER2106"
            : $"{answer.Status} {answer.Body}";
    };
}
