using Perennial.Caching;

namespace Perennial.Fleet.Histories;

/// <summary>Says of a history what was shown that must not have been.</summary>
/// <param name="bound">Milliseconds after which an acknowledged invalidation is in force on every server that hears the storage.</param>
/// <param name="trust">Milliseconds for which a server that is cut off may still believe what it knows.</param>
public sealed class HistoryChecker(double bound, double trust)
{
    public IReadOnlyList<string> Violations(History history)
    {
        ArgumentNullException.ThrowIfNull(history);
        var applied = history.Changes.Where(static change => change.Result is ChangeResult.Applied).ToLookup(static change => change.Key, StringComparer.Ordinal);
        return
        [
            .. history.Reads.Where(static read => read.Status is not 200).Select(static read => $"H-8: {read} was no page."),
            .. history.Reads.Where(static read => read.Status is 200 && read.BodyKey != read.Key).Select(static read => $"H-5: {read} showed another page."),
            .. history.Reads.Where(static read => read.Status is 200).SelectMany(read => applied[read.Key]
                .Where(change => read.Version < change.Version && IsInForce(change, read, history))
                .Select(change => $"H-1: {read} came after {change}.")),
            .. history.Reads.Where(static read => read.Status is 200).GroupBy(static read => (read.Node, read.Key)).SelectMany(reads => BackInTime(reads, history)),
        ];
    }

    /// <summary>
    /// Whether a read must not show what is older than a change: on the server that acknowledged it at once, on another one after
    /// the bound. After a revalidation the old page may be shown, and must not claim to be fresh.
    /// </summary>
    private bool IsInForce(Change change, PageRead read, History history)
    {
        var since = read.Start - change.End;
        if (since < 0 || (change.Kind is InvalidationKind.Revalidate && !read.IsFresh))
        {
            return false;
        }

        // Who was cut off says so when its trust is over, and may show what it has as stale until it is back.
        return change.Node == read.Node || (IsDisturbed(change, read, history) ? read.IsFresh && since > trust : since > bound);
    }

    private bool IsDisturbed(Change change, PageRead read, History history) => history.Disturbances.Any(one =>
        (one.Node is null || one.Node == read.Node) && one.Start <= read.End && one.End + bound >= change.End);

    /// <summary>Whether the server that answers has heard of a change.</summary>
    private bool IsKnown(Change change, PageRead read, History history) =>
        change.Result is ChangeResult.Applied && read.Start - change.End is var since && since > 0
        && (change.Node == read.Node || since > (IsDisturbed(change, read, history) ? trust : bound));

    /// <summary>One server shows no version after a newer one; over its end it may, if it says that the page is stale.</summary>
    /// <remarks>
    /// What this server has not heard of yet binds it to nothing: one that lags behind by a number may render a change, and then get
    /// the page that another one rendered at the same time before the change, and under the greater number. The numbers do not say
    /// which of two renders that overlap was the later one; hearing of the change puts an end to that.
    /// </remarks>
    private IEnumerable<string> BackInTime(IEnumerable<PageRead> reads, History history)
    {
        var byStart = reads.OrderBy(static read => read.Start).ToList();
        var byEnd = byStart.OrderBy(static read => read.End).ToList();
        bool IsAnnounced(PageRead read, PageRead newer)
        {
            var between = history.Changes.Where(change => change.Key == read.Key && change.Version > read.Version && change.Version <= newer.Version).ToList();
            return between.Count is 0 || between.Exists(change => IsKnown(change, read, history));
        }

        PageRead? newest = null;
        var at = 0;
        foreach (var read in byStart)
        {
            for (; at < byEnd.Count && byEnd[at].End < read.Start; at++)
            {
                newest = newest is null || byEnd[at].Version > newest.Version ? byEnd[at] : newest;
            }

            if (newest is not null && read.Version < newest.Version && (read.IsFresh || read.Life == newest.Life) && IsAnnounced(read, newest))
            {
                yield return $"H-2: {read} came after {newest}.";
            }
        }
    }
}
