namespace Perennial.Http;

/// <summary>The values of Cache-Status (RFC 9211): what the cache did, never a key or a tag.</summary>
internal static class CacheStatus
{
    /// <summary>Stale because a tag was revalidated: for how long cannot be said in seconds.</summary>
    public const string HitRevalidated = "Perennial; hit; ttl=-1; detail=revalidated";

    /// <summary>Too old to be shown, and shown all the same: it could not be rendered a moment ago, and is tried again soon.</summary>
    public const string HitUnrendered = "Perennial; hit; detail=render-failed";

    /// <summary>The same, for the visitor who waited for that render: RFC 9211 §2 calls no answer a hit that was asked for elsewhere first.</summary>
    public const string StaleUnrendered = "Perennial; fwd=stale; detail=render-failed";
    public const string StaleRefused = "Perennial; fwd=stale; detail=render-refused";

    public const string MissStored = "Perennial; fwd=uri-miss; stored";
    public const string MissCollapsed = "Perennial; fwd=uri-miss; collapsed";
    public const string ExpiredStored = "Perennial; fwd=miss; stored; detail=expired";
    public const string ExpiredCollapsed = "Perennial; fwd=miss; collapsed; detail=expired";

    public const string BypassDynamic = "Perennial; fwd=bypass; detail=dynamic";
    public const string BypassDraft = "Perennial; fwd=bypass; detail=draft";
    public const string BypassDevelopment = "Perennial; fwd=bypass; detail=development";

    /// <summary>The same, of a page that would not be kept in Production either (an extension parameter, RFC 9211 §4).</summary>
    public static string InDevelopment(string? because) =>
        because is null ? BypassDevelopment : $"{BypassDevelopment}; not-kept=\"{Text(because)}\"";

    public const string BypassPassedOn = "Perennial; fwd=bypass; detail=passed-on";

    public const string Method = "Perennial; fwd=method";

    private const int MostText = 1000;

    // A direct-mapped memo: pages under load are asked for with the same few lifetimes left, second by second. Racing
    // writers lose an equal string; the size is a power of two so that neighbouring seconds never share a slot.
    private static readonly HitText?[] Hits = new HitText?[1024];

    public static string Hit(long ttlSeconds)
    {
        ref var slot = ref Hits[ttlSeconds & (Hits.Length - 1)];
        var hit = slot;
        if (hit is null || hit.Ttl != ttlSeconds)
        {
            hit = new(ttlSeconds, $"Perennial; hit; ttl={ttlSeconds}");
            slot = hit;
        }

        return hit.Text;
    }

    /// <summary>A string as RFC 9651 §3.3.3 has it: visible ASCII.</summary>
    private static string Text(string text) => string.Concat(text.Take(MostText).Select(static letter => letter switch
    {
        '"' or '\\' => $"\\{letter}",
        >= ' ' and <= '~' => letter.ToString(),
        _ => "?",
    }));

    private sealed record HitText(long Ttl, string Text);
}
