using Perennial.Parity.Sites;

namespace Perennial.Parity.Questions;

/// <summary>Steps that many questions begin with.</summary>
internal static class Visits
{
    /// <summary>A name that no question used before.</summary>
    public static string Fresh(string prefix = "n") => prefix + Guid.NewGuid().ToString("N")[..8];

    /// <summary>Visits until the page is fresh, and nothing is being rendered for it.</summary>
    public static async Task<Reply> SettleAsync(this Site site, string path)
    {
        Reply? reply = null;
        await Pause.UntilAsync(async () => (reply = await site.GetAsync(path)).State is "HIT");
        return reply!;
    }

    /// <summary>Lets a page of <paramref name="seconds"/> become stale, visits it once, and waits for the new one.</summary>
    public static async Task<Reply> RegrowAsync(this Site site, string path, double seconds)
    {
        await Pause.ForAsync(seconds + 0.25);
        var old = await site.GetAsync(path);
        var reply = old;
        await Pause.UntilAsync(async () => (reply = await site.GetAsync(path)) is { State: "HIT" } now && now != old);
        return reply;
    }

    public static Task<Reply> RegenerateAsync(this Site site, string path) =>
        site.GetAsync("/api/revalidate?secret=s3cret&path=" + Uri.EscapeDataString(path));

    public static Task<Reply> InvalidateAsync(this Site site, string query) => site.GetAsync("/rh/revalidate?" + query);

    /// <summary>How the number in the page moved: "same", "next", "+3".</summary>
    public static string Moved(Reply from, Reply to) => (to.N - from.N) switch
    {
        null => "no number",
        0 => "the same page",
        1 => "the next page",
        var more => $"{more} renders later",
    };
}
