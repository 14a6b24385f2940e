using Perennial.Caching.Flights;
using Perennial.Caching.Memory;

namespace Perennial.Caching.Reads;

/// <summary>
/// What a render takes over from a kept thing that becomes part of it: its tags, never its number (decision 0021). Outside of
/// a render it is nobody's.
/// </summary>
internal static class KeptInRender
{
    /// <summary>Tags that a render takes over from others; the rest is its own.</summary>
    public const int MaxTags = RenderScope.MaxTags / 2;

    /// <param name="slot">What was read.</param>
    /// <param name="ledger">Says whether it was invalidated.</param>
    /// <param name="otherwise">For how long the render is fresh where there is no room for the tags.</param>
    public static void Use(CacheSlot slot, ITagLedger ledger, TimeSpan otherwise)
    {
        AddTags(slot.Entry.Facts.Tags, otherwise);
        if (slot.Judge(ledger).IsInvalidated)
        {
            // A new one could not be made, and nothing will tell the render when it is there.
            LookAgainIn(1);
        }
    }

    public static void AddTags(IEnumerable<CacheTag> tags, TimeSpan otherwise)
    {
        if (RenderScope.Current is not { } scope)
        {
            return;
        }

        var known = scope.Tags.ToHashSet();
        foreach (var tag in tags)
        {
            if (known.Add(tag) && known.Count <= MaxTags)
            {
                scope.Add(tag);
            }
        }

        if (known.Count > MaxTags)
        {
            // A gallery of hundreds cannot be tagged with each: it lives no longer than its things do at the least.
            scope.Shorten(Lifetime.Of((int)Math.Max(1, otherwise.TotalSeconds)));
        }
    }

    public static void LookAgainIn(int seconds) => RenderScope.Current?.Shorten(Lifetime.Of(seconds));
}
