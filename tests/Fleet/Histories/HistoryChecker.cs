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
            .. history.Reads.Where(static read => read.Status is 200).GroupBy(static read => (read.Node, read.Key)).SelectMany(reads => BackInTime(reads, history.Changes)),
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

        if (change.Node == read.Node)
        {
            return true;
        }

        // Who was cut off says so when its trust is over, and may show what it has as stale until it is back.
        var isDisturbed = history.Disturbances.Any(one =>
            (one.Node is null || one.Node == read.Node) && one.Start <= read.End && one.End + bound >= change.End);
        return isDisturbed ? read.IsFresh && since > trust : since > bound;
    }

    /// <summary>One server shows no version after a newer one; over its end it may, if it says that the page is stale.</summary>
    /// <remarks>
    /// What was changed and not acknowledged yet binds nobody: a server that lags behind by one number may render it and then get
    /// another server's page, which has the greater number and was rendered before. Its acknowledgement puts an end to that.
    /// </remarks>
    private static IEnumerable<string> BackInTime(IEnumerable<PageRead> reads, IReadOnlyList<Change> changes)
    {
        var byStart = reads.OrderBy(static read => read.Start).ToList();
        var byEnd = byStart.OrderBy(static read => read.End).ToList();
        bool IsAnnounced(PageRead read, PageRead newer)
        {
            var between = changes.Where(change => change.Key == read.Key && change.Version > read.Version && change.Version <= newer.Version).ToList();
            return between.Count is 0 || between.Exists(change => change.Result is ChangeResult.Applied && change.End < read.Start);
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
