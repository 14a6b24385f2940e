using System.Globalization;
using System.Text;

namespace Perennial.Bench.Driver.Pictures;

/// <summary>Writes what was measured of pictures as Markdown.</summary>
internal sealed class PictureReport(BenchOptions options)
{
    private readonly StringBuilder _text = new("# Part 3: pictures\n\n`./build bench pictures`\n\n|  |  |\n| --- | ---: |\n");

    public string Write(
        IReadOnlyList<(string What, string Value)> machine,
        IReadOnlyList<(PictureJob Job, Made Ours, Made Sharp)> codec,
        IReadOnlyList<CrowdResult> crowds,
        IReadOnlyList<HitResult> hits)
    {
        foreach (var (what, value) in machine.Where(static line => line.What is not "nginx"))
        {
            _text.Append(CultureInfo.InvariantCulture, $"| {what} | {value} |\n");
        }

        _text.Append("| load average at the end | ").Append(Machine.Load()).Append(" |\n");
        Section(codec, Codec);
        Section(crowds, Crowds);
        Section(hits, Hits);
        return _text.ToString();
    }

    private static void Section<T>(IReadOnlyList<T> results, Action<IReadOnlyList<T>> write)
    {
        if (results.Count > 0)
        {
            write(results);
        }
    }

    private void Codec(IReadOnlyList<(PictureJob Job, Made Ours, Made Sharp)> results)
    {
        _text.Append("\n## One picture, beside sharp\n\nThe same picture, format, quality and effort; sharp 0.35.5 has the same libvips. Taken in turns: the shortest time of nine rounds, the mean of their CPU. Ours contains both pipes and both processes; sharp runs as nice (5) as our worker makes itself. A busy machine falls on both: read the ratios.\n\n");
        _text.Append("| picture | ours, ms | sharp, ms | ratio | ours, CPU ms | sharp, CPU ms | ratio | ours, bytes | sharp, bytes |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
        foreach (var (job, ours, sharp) in results)
        {
            _text.Append(
                CultureInfo.InvariantCulture,
                $"| {job} | {ours.Ms:F0} | {sharp.Ms:F0} | {ours.Ms / sharp.Ms:F2} | {ours.Cpu:F0} | {sharp.Cpu:F0} | {ours.Cpu / sharp.Cpu:F2} | {ours.Bytes} | {sharp.Bytes} |\n");
        }
    }

    private void Crowds(IReadOnlyList<CrowdResult> results)
    {
        _text.Append("\n## 64 callers, 64 pictures of 24 megapixels, at once\n\nResident memory of the server and all of its processes, pages that they share counted in each. 1920 px, WebP, quality 75; servers on one core, each at niceness 5.\n\n");
        _text.Append("| server | before, MB | at its worst, MB | after, MB | seconds | CPU s | answered 200 |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n");
        foreach (var crowd in results)
        {
            _text.Append(
                CultureInfo.InvariantCulture,
                $"| {crowd.Name} | {crowd.Before / 1e6:F0} | {crowd.Peak / 1e6:F0} | {crowd.After / 1e6:F0} | {crowd.Seconds:F1} | {crowd.Cpu:F1} | {crowd.Answered} |\n");
        }
    }

    private void Hits(IReadOnlyList<HitResult> results)
    {
        _text.Append(
            CultureInfo.InvariantCulture,
            $"\n## One picture that is kept already\n\n828 px, WebP, quality 75, asked for as Chromium does; `wrk -t1 -c{options.Connections} -d{options.RoundSeconds}s`, {options.Rounds} rounds in turns. µs are user and system time of the whole process tree, for each request. Ratios: candidate ÷ Perennial.\n\n");
        _text.Append("| server | bytes | headers | said | µs min | µs median | ratio, min | ratio, median | requests/s |\n| --- | ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: |\n");
        foreach (var hit in results)
        {
            _text.Append(
                CultureInfo.InvariantCulture,
                $"| {hit.Candidate.Name} | {hit.Facts.Bytes} | {hit.Facts.Headers} | {hit.Facts.CacheStatus} | {hit.Minimum:F1} | {hit.Median:F1} | {hit.Minimum / results[0].Minimum:F2} | {hit.Median / results[0].Median:F2} | {hit.RequestsPerSecond(options.RoundSeconds):F0} |\n");
        }
    }
}
