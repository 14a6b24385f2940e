using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Perennial.Images;
using Perennial.Imaging;
using Perennial.Imaging.Workers;

namespace Perennial.Bench.Driver.Pictures;

/// <summary>
/// The same pictures by our worker and by sharp, in turns, so that whatever else the machine does falls on both.
/// </summary>
internal static class CodecBench
{
    public static async Task<IReadOnlyList<(PictureJob Job, Made Ours, Made Sharp)>> RunAsync(
        Photographs photographs, string sharpFolder, int rounds, CancellationToken cancellationToken)
    {
        PictureJob[] jobs =
        [
            new(photographs.Jpeg, 640, ImageFormat.WebP, 75, 4),
            new(photographs.Jpeg, 1920, ImageFormat.WebP, 75, 4),
            new(photographs.Jpeg, 1920, ImageFormat.Jpeg, 75, 0),
            new(photographs.Jpeg, 828, ImageFormat.Avif, 55, 3),
            new(photographs.Png, 1080, ImageFormat.WebP, 75, 4),
            new(photographs.Png, 1080, ImageFormat.Png, 75, 6),
        ];
        var options = new ImagingOptions { MaxWorkers = 1 };
        using var pool = new WorkerPool(options, WorkerProgram.Find(options), TimeProvider.System, NullLogger.Instance);
        var codec = new WorkerCodec(pool, new(), options);
        using var sharp = new SharpProcess(sharpFolder);
        var results = new List<(PictureJob, Made, Made)>();
        foreach (var job in jobs)
        {
            // The first round starts the processes and compiles them.
            await OursAsync(codec, job, cancellationToken);
            await sharp.EncodeAsync(job, cancellationToken);
            var (ours, theirs) = (new List<Made>(), new List<Made>());
            for (var round = 0; round < rounds; round++)
            {
                ours.Add(await OursAsync(codec, job, cancellationToken));
                theirs.Add(await sharp.EncodeAsync(job, cancellationToken));
            }

            results.Add((job, Summary(ours), Summary(theirs)));
            Console.WriteLine($"{job}: {Summary(ours)}; sharp: {Summary(theirs)}");
        }

        return results;
    }

    private static async Task<Made> OursAsync(WorkerCodec codec, PictureJob job, CancellationToken cancellationToken)
    {
        // Sharp is given the bytes as well: reading the file is no part of the comparison.
        using var source = new MemoryStream(await File.ReadAllBytesAsync(job.File, cancellationToken));
        var worker = ProcessTree.Children(Environment.ProcessId, without: "node") is [var only, ..] ? only : 0;
        var (cpu, start) = (Cpu(worker), Stopwatch.GetTimestamp());
        var made = await codec.EncodeAsync(source, new(job.Width, job.Format, job.Quality), cancellationToken);
        var ms = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return new(ms, Cpu(worker) - cpu, made.Bytes.Length);
    }

    private static double Cpu(int worker) =>
        Environment.CpuUsage.TotalTime.TotalMilliseconds + (ProcessTree.OwnCpuMicroseconds(worker) / 1000);

    /// <summary>The shortest time; of CPU the mean, because the kernel counts it in steps of 10 ms.</summary>
    private static Made Summary(List<Made> rounds) =>
        new(rounds.Min(static each => each.Ms), rounds.Average(static each => each.Cpu), rounds[0].Bytes);
}
