namespace Perennial.Deployment.Archive;

internal static class Retention
{
    /// <param name="sets">All that there are.</param>
    /// <param name="own">The set of the deployment that asks: it stays whatever its age, and counts first.</param>
    /// <param name="options">The limits.</param>
    /// <param name="now">The time.</param>
    /// <returns>What stays, <paramref name="own"/> first, then the one that was served last. Without own when that alone is too large.</returns>
    public static IReadOnlyList<StoredSet> Choose(
        IEnumerable<StoredSet> sets, StoredSet own, AssetArchiveOptions options, DateTimeOffset now)
    {
        var kept = new List<StoredSet>();
        var files = new HashSet<string>(StringComparer.Ordinal);
        var bytes = 0L;
        StoredSet[] candidates =
        [
            own,
            .. sets.Where(set => set.Name != own.Name && now - set.LastServed <= options.MaxAge).OrderByDescending(static set => set.LastServed),
        ];
        foreach (var set in candidates)
        {
            var fresh = set.Set.Files.Where(file => !files.Contains(file.Hash)).DistinctBy(static file => file.Hash).ToList();
            var more = fresh.Sum(static file => file.Length);
            if (bytes + more > options.SizeLimit)
            {
                continue;
            }

            bytes += more;
            files.UnionWith(fresh.Select(static file => file.Hash));
            kept.Add(set);
            if (kept.Count == options.DeploymentLimit)
            {
                break;
            }
        }

        return kept;
    }
}
