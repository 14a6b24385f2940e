using Microsoft.Extensions.Logging.Abstractions;
using Perennial.Images;
using Perennial.Imaging;
using Perennial.Imaging.Workers;
using Perennial.Testing.Pictures;

namespace Perennial.Bench.Driver.Pictures;

/// <summary>What is made smaller: drawn, with the grain of a photograph.</summary>
internal sealed record Photographs(string Folder, string Jpeg, string Png)
{
    public const int Count = 64;

    private const int Width = 6000;
    private const int Height = 4000;

    /// <summary>
    /// One JPEG of 24 megapixels, one PNG of 4, and the JPEG 64 times under names of its own: each with a comment, so that
    /// they are 64 pictures to whoever keeps them and the same work to whoever decodes them.
    /// </summary>
    public static async Task<Photographs> DrawAsync(string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var photographs = new Photographs(folder, Path.Combine(folder, "24mp.jpg"), Path.Combine(folder, "4mp.png"));
        if (File.Exists(photographs.Png))
        {
            return photographs;
        }

        var options = new ImagingOptions();
        using var pool = new WorkerPool(options, WorkerProgram.Find(options), TimeProvider.System, NullLogger.Instance);
        var codec = new WorkerCodec(pool, new() { MaxSourceBytes = 500_000_000 }, options);
        using var drawn = new MemoryStream(PngFile.Write(TestPicture.Photograph(Width, Height)));
        var jpeg = (await codec.EncodeAsync(drawn, new(Width, ImageFormat.Jpeg, 90), cancellationToken)).Bytes;
        await File.WriteAllBytesAsync(photographs.Jpeg, jpeg, cancellationToken);
        for (var i = 0; i < Count; i++)
        {
            var copy = Metadata.IntoJpeg(jpeg.Span, 0xFE, System.Text.Encoding.ASCII.GetBytes($"number {i}"));
            await File.WriteAllBytesAsync(Path.Combine(folder, $"{i}.jpg"), copy, cancellationToken);
        }

        await File.WriteAllBytesAsync(photographs.Png, PngFile.Write(TestPicture.Photograph(2400, 1600)), cancellationToken);
        return photographs;
    }
}
