using Perennial.Parity.Sites;

namespace Perennial.Parity.Questions;

/// <summary>A data source that fails.</summary>
internal static class Failures
{
    public static IEnumerable<Question> All =>
    [
        new("A page with `revalidate` 1 while its data source fails for 5 s", "144, 146, 147, 148", async site =>
        {
            var good = await site.RegrowAsync("/p/isr-err", 1);
            site.Source.Set("isrerr", Mood.Failing);
            await Pause.ForAsync(1.25);
            var before = site.Source.Count("isrerr");
            var seen = new HashSet<string>(StringComparer.Ordinal);
            for (var i = 0; i < 10; i++)
            {
                var reply = await site.GetAsync("/p/isr-err");
                seen.Add($"{reply.Status} {Visits.Moved(good, reply)}");
                await Pause.ForAsync(0.5);
            }

            var attempts = site.Source.Count("isrerr") - before;
            site.Source.Calm("isrerr");
            return $"always {string.Join(" or ", seen)}, {(attempts is >= 2 and <= 4 ? "tried again about every 3 s" : $"{attempts} attempts")}";
        }),
        new("That page when the data source has recovered", "136, 147", async site =>
        {
            var old = await site.GetAsync("/p/isr-err");
            var isNew = await Pause.UntilAsync(async () => await site.GetAsync("/p/isr-err") is { Status: 200 } now && now.N > old.N);
            return isNew ? "a new page by itself" : "the old page still";
        }),
        new("A page that fails and was never rendered, twice", "146, 147, 148", async site =>
        {
            var slug = Visits.Fresh("boom");
            var first = await site.GetAsync("/p/blog-block/" + slug);
            var second = await site.GetAsync("/p/blog-block/" + slug);
            return $"{first.Status}, then {second.Status}, {second.CacheControl}, {site.Source.Count("blog-block-" + slug)} renders";
        }),
        new("What is said of a page whose regeneration just failed", "151", async site =>
        {
            await site.RegrowAsync("/p/isr-err", 1);
            site.Source.Set("isrerr", Mood.Failing);
            await Pause.ForAsync(1.25);
            await site.GetAsync("/p/isr-err");
            await Pause.ForAsync(0.5);
            var reply = await site.GetAsync("/p/isr-err");
            site.Source.Calm("isrerr");
            return reply.State;
        }, new("STALE", "it is older than its lifetime; Next says HIT")),
        new("Regenerating a page on demand while its data source fails", "139, 144", async site =>
        {
            var good = await site.SettleAsync("/p/ssg");
            site.Source.Set("ssg", Mood.Failing);
            var answer = await site.RegenerateAsync("/p/ssg");
            site.Source.Calm("ssg");
            var after = await site.GetAsync("/p/ssg");
            return $"{answer.Status}, then {after.Status} {Visits.Moved(good, after)}";
        }),
    ];
}
