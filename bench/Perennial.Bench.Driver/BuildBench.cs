using System.Diagnostics;
using System.Globalization;

namespace Perennial.Bench.Driver;

/// <summary>Pages of 5 KB, rendered ahead: <c>build</c> beside <c>next build</c>. On all cores, since both use what there is.</summary>
internal sealed class BuildBench(BenchOptions options)
{
    private const string NextOutput = ".next-measured";
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    public async Task<IReadOnlyList<BuildResult>> RunAsync(CancellationToken cancellationToken)
    {
        var results = new List<BuildResult>();
        foreach (var pages in options.BuiltPages)
        {
            results.Add(await OursAsync("Perennial", pages, [], cancellationToken));
            results.Add(await OursAsync("Perennial, `--best`", pages, ["--best"], cancellationToken));
            results.Add(await NextAsync(pages, cancellationToken));
        }

        return results;
    }

    private async Task<BuildResult> OursAsync(string name, int pages, string[] flags, CancellationToken cancellationToken)
    {
        var output = Path.Combine(options.Scratch, Path.GetRandomFileName());
        string[] arguments =
        [
            "site", "build", .. flags, $"--Bench:Pages={pages}", $"--Perennial:Deployment:BuildDirectory={output}",
            $"--Perennial:Cache:Directory={Candidates.NewCacheFolder(options)}",
        ];
        return await MeasureAsync(name, pages, new(options.App, arguments), output, cancellationToken);
    }

    private async Task<BuildResult> NextAsync(int pages, CancellationToken cancellationToken)
    {
        var output = Path.Combine(options.NextFolder, NextOutput);
        if (Directory.Exists(output))
        {
            Directory.Delete(output, recursive: true);
        }

        var start = new ProcessStartInfo("node", ["node_modules/next/dist/bin/next", "build"]) { WorkingDirectory = options.NextFolder };
        start.Environment["BENCH_PAGES"] = pages.ToString(CultureInfo.InvariantCulture);
        start.Environment["BENCH_DIST"] = NextOutput;
        start.Environment["NODE_ENV"] = "production";
        start.Environment["NEXT_TELEMETRY_DISABLED"] = "1";
        return await MeasureAsync("`next build`", pages, start, output, cancellationToken);
    }

    private static async Task<BuildResult> MeasureAsync(
        string name, int pages, ProcessStartInfo start, string output, CancellationToken cancellationToken)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        Pinning.Unpin(start);
        var (cpu, begun, peak) = (ProcessTree.EndedChildrenCpuMicroseconds(), Stopwatch.GetTimestamp(), 0L);
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start.");
        var said = Task.WhenAll(
            process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
        var end = process.WaitForExitAsync(cancellationToken);
        while (await Task.WhenAny(end, Task.Delay(Look, TimeProvider.System, cancellationToken)) != end)
        {
            cancellationToken.ThrowIfCancellationRequested();
            peak = Math.Max(peak, ProcessTree.ResidentBytes(process.Id));
        }

        await end;
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{name} ended with {process.ExitCode}: {string.Concat(await said)}");
        }

        var files = new DirectoryInfo(output).EnumerateFiles("*", SearchOption.AllDirectories);
        return new(
            name, pages, (ProcessTree.EndedChildrenCpuMicroseconds() - cpu) / 1000, seconds, peak, files.Sum(static file => file.Length));
    }
}
