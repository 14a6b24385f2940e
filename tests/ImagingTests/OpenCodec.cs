using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Perennial.Images;
using Perennial.Imaging;
using Perennial.Imaging.Workers;
using Perennial.Testing.Pictures;

namespace Perennial.ImagingTests;

/// <summary>A codec with workers of its own, and what it logs.</summary>
internal sealed partial class OpenCodec : IDisposable
{
    /// <summary>As the system's loader knows it.</summary>
    public const string SystemLibrary = "libvips.so.42";

    private readonly WorkerPool _pool;

    public OpenCodec(Action<ImagingOptions>? configure = null, TimeProvider? time = null, Func<WorkerProgram, WorkerProgram>? program = null)
    {
        var options = new ImagingOptions();
        configure?.Invoke(options);
        _pool = new(options, (program ?? (static same => same))(WorkerProgram.Find(options)), time ?? TimeProvider.System, Logger);
        Codec = new WorkerCodec(_pool, Limits, options);
    }

    public IImageCodec Codec { get; }

    public ImageOptions Limits { get; } = new();

    public CollectingLogger Logger { get; } = new();

    /// <summary>The processes that were started, in order, as the log has them.</summary>
    public IReadOnlyList<int> Started =>
        [.. Logger.Of(4000).Select(static line => int.Parse(Number().Match(line).Value, CultureInfo.InvariantCulture))];

    public IEnumerable<int> Alive => Started.Where(IsAlive);

    public async Task<ImageResult> EncodeAsync(byte[] source, int width = 100, ImageFormat format = ImageFormat.WebP, int quality = 75, CancellationToken cancellationToken = default)
    {
        using var stream = new MemoryStream(source, writable: false);
        return await Codec.EncodeAsync(stream, new(width, format, quality), cancellationToken);
    }

    public async Task<ImageRefusedException> RefusedAsync(byte[] source, int width = 100, ImageFormat format = ImageFormat.WebP) =>
        await Assert.ThrowsAsync<ImageRefusedException>(() => EncodeAsync(source, width, format));

    /// <summary>A picture that keeps a worker busy for some seconds.</summary>
    public static byte[] Hard { get; } = PngFile.Write(TestPicture.Photograph(1800, 1200, 7));

    public static byte[] Easy { get; } = PngFile.Write(TestPicture.Quarters(120, 80));

    public static void End(int process)
    {
        using var worker = Process.GetProcessById(process);
        worker.Kill();
        worker.WaitForExit();
    }

    /// <summary>Until it is gone: .NET takes the first SEGV or ABRT from outside for a fault, and waits for it to happen again.</summary>
    public static void Signal(int process, string signal)
    {
        var id = process.ToString(CultureInfo.InvariantCulture);
        for (var time = 0; time < 200 && IsAlive(process); time++)
        {
            using var kill = Process.Start(new ProcessStartInfo("kill", ["-" + signal, id]) { UseShellExecute = false, RedirectStandardError = true })!;
            kill.WaitForExit();
        }
    }

    public void Dispose() => _pool.Dispose();

    private static bool IsAlive(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return !found.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"\d+")]
    private static partial Regex Number();
}
