namespace Perennial.Bench.Driver;

/// <summary>Everything that one run found out.</summary>
internal sealed record Results(
    IReadOnlyList<HitResult> Hits,
    IReadOnlyList<HitResult> Rules,
    IReadOnlyList<StampedeResult> Stampedes,
    IReadOnlyList<FullLoadResult> FullLoads,
    IReadOnlyList<StartUpResult> Starts,
    IReadOnlyList<MemoryResult> Memory,
    IReadOnlyList<FloodResult> Floods,
    IReadOnlyList<HitResult> Forwards,
    IReadOnlyList<BlockedResult> Blocked,
    IReadOnlyList<BuildResult> Builds)
{
    private const double RenderMilliseconds = 200;

    public IEnumerable<Target> Targets()
    {
        foreach (var encoding in Hits.Select(hit => hit.AcceptEncoding).Distinct())
        {
            var label = encoding is null ? "identity" : $"`{encoding}`";
            yield return AtLeast($"of raw Kestrel, {label}", encoding, Candidates.Raw, 0.9);
            yield return AtLeast($"of `UseOutputCache`, {label}", encoding, Candidates.OutputCache, 1.0);
            yield return AtLeast($"of `next start`'s kept page, {label}", encoding, Candidates.Next, 25);
            yield return AtLeast($"of `next start`'s revalidated page, {label}", encoding, Candidates.NextRevalidated, 25);
        }

        var stampedes = Stampedes.Where(one => one.Candidate.Name == Candidates.Perennial).ToList();
        if (stampedes.Count > 0)
        {
            yield return new(
                "50 callers on a cold page: one render",
                string.Join(", ", stampedes.Select(one => one.Renders)),
                stampedes.All(one => one.Renders == 1));
        }

        foreach (var one in Blocked.Where(one => one.Candidate.Name == Candidates.Perennial))
        {
            var p99 = BlockedResult.Part(one.Blocked, 0.99);
            yield return new($"p99 of hits while {Driver.Blocked.Visits} renders block: less than 20 ms", $"{p99:0.0} ms", p99 < 20);
        }

        if (Builds.Count > 0)
        {
            var most = Builds.Where(one => one.Pages == Builds.Max(static any => any.Pages)).ToList();
            var ratio = most[^1].CpuPerPage / most[0].CpuPerPage;
            yield return new($"build of {most[0].Pages:N0} pages: ≥ 20 × less CPU per page than `next build`", $"{ratio:0.0}", ratio >= 20);
        }

        foreach (var load in FullLoads.Where(load => load.Candidate.Name == Candidates.Perennial))
        {
            yield return new(
                "200 ms page with lifetime 1 s under full load: one render per second",
                $"{load.RendersPerSecond:0.00}",
                load.RendersPerSecond is > 0.5 and <= 1.1);
            yield return new(
                "no request waits for that render (200 ms)", $"longest {load.Wrk.Longest:0.0} ms", load.Wrk.Longest < RenderMilliseconds);
        }
    }

    public HitResult Hit(string name, string? encoding) =>
        Hits.Single(hit => hit.Candidate.Name == name && hit.AcceptEncoding == encoding);

    private Target AtLeast(string what, string? encoding, string other, double least)
    {
        var ours = Hit(Candidates.Perennial, encoding);
        var theirs = Hit(other, encoding);
        return new(
            $"≥ {least} × the speed {what}",
            $"{theirs.Minimum / ours.Minimum:0.00} (median {theirs.Median / ours.Median:0.00})",
            theirs.Minimum / ours.Minimum >= least);
    }
}
