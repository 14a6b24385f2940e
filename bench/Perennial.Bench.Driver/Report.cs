using System.Globalization;
using System.Text;

namespace Perennial.Bench.Driver;

/// <summary>The results as markdown.</summary>
internal sealed class Report(BenchOptions options)
{
    private const double Megabyte = 1024 * 1024;
    private readonly StringBuilder _text = new();

    public string Write(IReadOnlyList<(string What, string Value)> machine, Results results)
    {
        Line("# Part 1: speed and size");
        Line();
        Line($"`./build bench{(options.Quick ? " --quick" : "")}{(options.Only is null ? "" : $" --only {options.Only}")}`");
        Line();
        Table(["", ""], [.. machine.Select(fact => (string[])[fact.What, fact.Value]), ["load average at the end", Machine.Load()]]);
        Targets(results);
        if (results.Hits.Count > 0)
        {
            Ceiling(results);
            Hits(results, null, "Without Accept-Encoding");
            Hits(results, "gzip, br", "With `Accept-Encoding: gzip, br`");
        }

        Rules(results.Rules);
        Stampedes(results.Stampedes);
        Blocked(results.Blocked);
        FullLoads(results.FullLoads);
        Builds(results.Builds);
        Starts(results.Starts);
        Memory(results.Memory);
        Floods(results.Floods);
        Forwards(results.Forwards);
        return _text.ToString();
    }

    private void Targets(Results results)
    {
        if (!results.Targets().Any())
        {
            return;
        }

        Line("## Targets");
        Line();
        Line("CPU time per request, smallest of all rounds; the larger the ratio, the cheaper Perennial is.");
        Line();
        Table(["promise", "measured", ""], [.. results.Targets().Select(target => (string[])[target.Promise, target.Measured, target.Met ? "met" : "**missed**"])]);
    }

    private void Ceiling(Results results)
    {
        Line(
            $"Raw Kestrel itself is {Ceiling(results, null):0.0} times cheaper than `next start`'s kept page without Accept-Encoding, "
            + $"{Ceiling(results, "gzip, br"):0.0} times with it (Next compresses for each request): nothing on Kestrel can do better than that.");
        Line();
    }

    private void Rules(IReadOnlyList<HitResult> hits)
    {
        if (hits.Count == 0)
        {
            return;
        }

        Line("## A kept page beside a thousand rules");
        Line();
        Line("CPU time of one request, as above. Ratios: candidate ÷ Perennial without rules, by the minimum and by the median.");
        Line();
        Table(
            ["candidate", "Accept-Encoding", "µs min", "µs median", "ratio, min", "ratio, median", "allocated B"],
            [.. hits.Select(hit => (Hit: hit, Plain: hits.First(other => other.AcceptEncoding == hit.AcceptEncoding))).Select(static row => (string[])[
                row.Hit.Candidate.Name,
                row.Hit.AcceptEncoding ?? "",
                $"{row.Hit.Minimum:0.00}",
                $"{row.Hit.Median:0.00}",
                $"{row.Hit.Minimum / row.Plain.Minimum:0.000}",
                $"{row.Hit.Median / row.Plain.Median:0.000}",
                $"{row.Hit.Allocated:0}"])]);
    }

    private static double Ceiling(Results results, string? encoding) =>
        results.Hit(Candidates.Next, encoding).Minimum / results.Hit(Candidates.Raw, encoding).Minimum;

    private void Hits(Results results, string? encoding, string title)
    {
        Line($"## A kept page. {title}");
        Line();
        Line(
            $"HTTP/1.1, `wrk -t1 -c{options.Connections} -d{options.RoundSeconds}s`, {options.Rounds} rounds, all candidates running, each in its turn. "
            + "µs are user and system time of the server's whole process tree, for each request. Ratios: candidate ÷ Perennial, by the minimum.");
        Line();
        var ours = results.Hit(Candidates.Perennial, encoding);
        Table(
            ["candidate", "µs min", "µs median", "ratio", "requests/s", "p50 ms", "allocated B", "body B", "headers", "encoding", "cache says"],
            [.. results.Hits.Where(hit => hit.AcceptEncoding == encoding).Select(hit => (string[])[
                hit.Candidate.Name,
                $"{hit.Minimum:0.0}",
                $"{hit.Median:0.0}",
                $"{hit.Minimum / ours.Minimum:0.00}",
                $"{hit.RequestsPerSecond(options.RoundSeconds):0}",
                $"{hit.MedianLatency:0.00}",
                hit.Candidate.Counts ? $"{hit.Allocated:0}" : "",
                $"{hit.Facts.Bytes}",
                $"{hit.Facts.Headers}",
                hit.Facts.Encoding,
                hit.Facts.CacheStatus + (hit.Failures > 0 ? $" ({hit.Failures} failed)" : ""),
            ])]);
    }

    private void Stampedes(IReadOnlyList<StampedeResult> stampedes) => Section(
        "A stampede",
        $"{options.Callers} callers at once on a page that nobody has asked for and that takes 200 ms, {options.StampedeRounds} times.",
        ["candidate", "renders", "shortest wait ms", "longest wait ms"],
        [.. stampedes.Select(one => (string[])[one.Candidate.Name, $"{one.Renders}", $"{one.Shortest:0}", $"{one.Longest:0}"])]);

    private void Blocked(IReadOnlyList<BlockedResult> results) => Section(
        "Hits while renders block",
        $"{Driver.Blocked.Visits} visits at once, each to another page whose code holds its thread for 3 s; beside them one visitor of a kept page for {Driver.Blocked.Window.TotalSeconds:0} s, "
        + $"{options.StampedeRounds} rounds, all candidates running, each in its turn. The same visitor without them: \"quiet\".",
        ["candidate", "hits, quiet", "p50 ms", "p99 ms", "hits, blocked", "p50 ms", "p99 ms", "longest ms", "p99, blocked ÷ quiet"],
        [.. results.Select(one => (string[])[
            one.Candidate.Name, $"{one.Quiet.Count}", $"{BlockedResult.Part(one.Quiet, 0.5):0.00}", $"{BlockedResult.Part(one.Quiet, 0.99):0.0}",
            $"{one.Blocked.Count}", $"{BlockedResult.Part(one.Blocked, 0.5):0.00}", $"{BlockedResult.Part(one.Blocked, 0.99):0.0}", $"{one.Blocked.Max():0.0}",
            $"{BlockedResult.Part(one.Blocked, 0.99) / BlockedResult.Part(one.Quiet, 0.99):0.0}",
        ])]);

    private void FullLoads(IReadOnlyList<FullLoadResult> loads) => Section(
        "A page that takes 200 ms and lives 1 s",
        $"{options.Connections} connections for {options.FullLoadSeconds} s.",
        ["candidate", "renders/s", "requests/s", "p50 ms", "p99 ms", "longest ms", "failed"],
        [.. loads.Select(load => (string[])[
            load.Candidate.Name, $"{load.RendersPerSecond:0.00}", $"{load.Wrk.Requests / options.FullLoadSeconds}", $"{load.Wrk.Median:0.00}",
            $"{load.Wrk.NinetyNine:0.00}", $"{load.Wrk.Longest:0.0}", $"{load.Wrk.Failures}",
        ])]);

    private void Builds(IReadOnlyList<BuildResult> builds) => Section(
        "Pages rendered ahead",
        "The same pages of 5 KB, as components, on all cores; what React sends beside them makes Next's files larger. CPU is user and system time of the whole "
        + "process tree with its start, memory the largest that was seen of it, disk the length of all files that it left. Ratio: CPU of `next build` ÷ CPU, for as many pages.",
        ["candidate", "pages", "CPU ms a page", "ratio", "seconds", "peak MB", "disk MB"],
        [.. builds.Select(one => (string[])[
            one.Name, $"{one.Pages}", $"{one.CpuPerPage:0.00}", $"{builds.Last(other => other.Pages == one.Pages).CpuPerPage / one.CpuPerPage:0.0}",
            $"{one.Seconds:0.0}", $"{one.PeakBytes / Megabyte:0}", $"{one.DiskBytes / Megabyte:0.0}",
        ])]);

    private void Starts(IReadOnlyList<StartUpResult> starts) => Section(
        "From start to the first page",
        $"Process start to the last byte of the first 200, {options.Starts} times. Where nothing is built ahead, the first visit waits for the render.",
        ["candidate", "ms min", "ms median"],
        [.. starts.Select(start => (string[])[
            Process(start.Candidate), $"{start.Milliseconds.Min():0}", $"{start.Milliseconds.MedianOf(value => value):0}",
        ])]);

    private void Memory(IReadOnlyList<MemoryResult> memories) => Section(
        "Memory",
        "Resident memory of the process tree, after the first page and after the hits.",
        ["candidate", "MB at first", "MB after", "hits"],
        [.. memories.Select(memory => (string[])[
            Process(memory.Candidate), $"{memory.Before / Megabyte:0}", $"{memory.After / Megabyte:0}", $"{memory.Hits}",
        ])]);

    private void Forwards(IReadOnlyList<HitResult> forwards) => Section(
        "Passing on to another server",
        $"The same page of raw Kestrel, behind each. `wrk -t1 -c{options.Connections} -d{options.RoundSeconds}s`, {options.Rounds} rounds in turns. "
        + "µs are the time of the server in front alone, for each request; ratio: candidate ÷ Perennial, by the minimum.",
        ["candidate", "µs min", "µs median", "ratio", "ratio of medians", "requests/s", "p50 ms", "failed"],
        [.. forwards.Select(one => (string[])[
            one.Candidate.Name, $"{one.Minimum:0.0}", $"{one.Median:0.0}", $"{one.Minimum / forwards[0].Minimum:0.00}",
            $"{one.Median / forwards[0].Median:0.00}", $"{one.RequestsPerSecond(options.RoundSeconds):0}", $"{one.MedianLatency:0.00}", $"{one.Failures}",
        ])]);

    private void Floods(IReadOnlyList<FloodResult> floods)
    {
        foreach (var flood in floods)
        {
            Section(
                $"{options.Slugs:N0} random slugs, {flood.Page}",
                $"Each asked for once, 64 at a time. Answers: {string.Join(", ", flood.Statuses.Select(status => $"{status.Value} × {status.Key}"))}. "
                + $"Alive on the heap afterwards: {flood.LiveBytes / Megabyte:0} MB.",
                ["asked", "seconds", "RSS MB", "files", "disk MB"],
                [.. flood.Samples.Select(sample => (string[])[
                    $"{sample.Asked}", $"{sample.Seconds:0}", $"{sample.Resident / Megabyte:0}", $"{sample.Files}", $"{sample.DiskBytes / Megabyte:0.0}",
                ])]);
        }
    }

    private void Section(string title, string text, string[] head, IReadOnlyList<string[]> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        Line($"## {title}");
        Line();
        Line(text);
        Line();
        Table(head, rows);
    }

    private static string Process(Candidate candidate) =>
        candidate.Name == Candidates.Next ? "next start" : candidate.Name;

    private void Table(string[] head, IReadOnlyList<string[]> rows)
    {
        Row(head);
        Row([.. head.Select((_, column) => column == 0 ? "---" : "---:")]);
        foreach (var row in rows)
        {
            Row(row);
        }

        Line();
    }

    private void Row(string[] cells) => Line($"| {string.Join(" | ", cells)} |");

    private void Line(FormattableString text) => _text.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private void Line(string text = "") => _text.Append(text).Append('\n');
}
