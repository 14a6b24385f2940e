using Perennial.Images;
using Perennial.Testing.Pictures;
using static Perennial.Testing.Conformance.ConformanceException;

namespace Perennial.Testing.Conformance;

/// <summary>
/// What every <see cref="IImageCodec"/> promises, with the limits of <see cref="ImageOptions"/> as they are by default and
/// AVIF not decoded. Derive, give a codec per case, and run each of <see cref="Cases"/> as a test of its own.
/// </summary>
public abstract class ImageCodecConformance
{
    private static readonly ImageFormat[] Written = [ImageFormat.Jpeg, ImageFormat.Png, ImageFormat.WebP, ImageFormat.Avif];

    private static readonly byte[] Red = [255, 0, 0], Green = [0, 255, 0], Blue = [0, 0, 255], White = [255, 255, 255];

    /// <summary>The cases.</summary>
    public IReadOnlyList<ConformanceCase> Cases =>
    [
        new("each format comes out, as wide as it was asked for", EachFormat),
        new("each format goes in", EachSource),
        new("a picture is never enlarged", NeverEnlarged),
        new("a picture that its metadata turns comes out upright", Upright),
        new("colours come out in sRGB", Srgb),
        new("metadata is left out", NoMetadata),
        new("less quality makes fewer bytes", Quality),
        new("what is see-through stays so, and on paper is white", Opacity),
        new("what is no picture is refused", Strangers),
        new("an animation is refused", Animation),
        new("a picture that claims too many pixels is refused", Bomb),
        new("a picture of too many bytes is refused unread", TooManyBytes),
        new("a picture that is cut off is refused", CutOff),
        new("noise behind a good header is refused", Noise),
        new("each of many callers gets a picture of his own", Crowd),
        new("a variant that cannot be is the caller's mistake", Mistakes),
        new("a cancelled call is cancelled", Cancelled),
    ];

    /// <summary>The codec.</summary>
    protected abstract ValueTask<IImageCodec> CreateAsync(CancellationToken cancellationToken);

    private static async Task<ImageResult> Encode(IImageCodec codec, byte[] source, int width, ImageFormat format, int quality, CancellationToken token)
    {
        using var stream = new MemoryStream(source, writable: false);
        return await codec.EncodeAsync(stream, new(width, format, quality), token);
    }

    private static async Task<TestPicture> Look(IImageCodec codec, ReadOnlyMemory<byte> picture, CancellationToken token) =>
        PngFile.Read((await Encode(codec, picture.ToArray(), 4000, ImageFormat.Png, 100, token)).Bytes.Span);

    private static async Task Refused(ImageRefusal refusal, string what, Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (ImageRefusedException refused)
        {
            Require(refused.Refusal == refusal, $"{what} was refused as {refused.Refusal}, not as {refusal}: {refused.Message}");
            return;
        }

        Require(false, $"{what} was not refused.");
    }

    private static void RequireQuarters(TestPicture picture, byte[][] colours, string what) => Require(
        picture.IsAt(.25, .25, colours[0]) && picture.IsAt(.75, .25, colours[1]) && picture.IsAt(.25, .75, colours[2]) && picture.IsAt(.75, .75, colours[3]),
        $"{what}: the quarters are elsewhere, or of another colour.");

    private async Task EachFormat(CancellationToken token)
    {
        var codec = await CreateAsync(token);
        var source = PngFile.Write(TestPicture.Quarters(300, 200));
        foreach (var format in Written)
        {
            var made = await Encode(codec, source, 150, format, 80, token);
            using var stream = new MemoryStream(made.Bytes.ToArray());
            var info = await ImageInfo.ReadAsync(stream, token);
            Require(info == new ImageInfo(format, 150, 100), $"{format}: the bytes are {info}.");
            Require((made.Format, made.Width, made.Height) == (format, 150, 100), $"{format}: the codec says {made}.");
        }
    }

    private async Task EachSource(CancellationToken token)
    {
        var codec = await CreateAsync(token);
        var source = PngFile.Write(TestPicture.Quarters(300, 200));
        foreach (var format in Written.Except([ImageFormat.Avif]))
        {
            var made = await Encode(codec, source, 300, format, 90, token);
            var seen = await Look(codec, made.Bytes, token);
            Require((seen.Width, seen.Height) == (300, 200), $"{format}: {seen.Width}×{seen.Height} pixels were seen.");
            RequireQuarters(seen, [Red, Green, Blue, White], $"{format}");
        }
    }

    private async Task NeverEnlarged(CancellationToken token)
    {
        var codec = await CreateAsync(token);
        var made = await Encode(codec, PngFile.Write(TestPicture.Quarters(30, 20)), 3840, ImageFormat.WebP, 80, token);
        Require((made.Width, made.Height) == (30, 20), $"30×20 pixels became {made.Width}×{made.Height}.");
    }

    private async Task Upright(CancellationToken token)
    {
        var codec = await CreateAsync(token);
        var jpeg = (await Encode(codec, PngFile.Write(TestPicture.Quarters(300, 200)), 300, ImageFormat.Jpeg, 90, token)).Bytes;
        foreach (var (orientation, colours) in new[]
        {
            (1, new[] { Red, Green, Blue, White }),
            (2, [Green, Red, White, Blue]),
            (3, [White, Blue, Green, Red]),
            (6, [Blue, Red, White, Green]),
            (8, [Green, White, Red, Blue]),
        })
        {
            var made = await Encode(codec, Metadata.IntoJpeg(jpeg.Span, orientation, "turned"), 100, ImageFormat.Png, 100, token);
            Require(made.Width is 100 && made.Height == (orientation > 4 ? 150 : 67), $"Orientation {orientation}: {made.Width}×{made.Height} pixels.");
            RequireQuarters(PngFile.Read(made.Bytes.Span), colours, $"Orientation {orientation}");
        }
    }

    private async Task Srgb(CancellationToken token)
    {
        var codec = await CreateAsync(token);
        var source = PngFile.Write(TestPicture.Quarters(200, 200), PngFile.Profile(Metadata.SwappedProfile()));
        RequireQuarters(await Look(codec, source, token), [Green, Red, Blue, White], "A profile that swaps red and green");
    }

    private async Task NoMetadata(CancellationToken token)
    {
        const string Secret = "49.8728N 8.6512E";
        var codec = await CreateAsync(token);
        var png = PngFile.Write(TestPicture.Quarters(100, 100), PngFile.Chunk("tEXt", [.. "Comment\0"u8, .. System.Text.Encoding.ASCII.GetBytes(Secret)]));
        var jpeg = (await Encode(codec, png, 100, ImageFormat.Jpeg, 80, token)).Bytes;
        foreach (var (source, name) in new[] { (png, "PNG"), (Metadata.IntoJpeg(jpeg.Span, 1, Secret), "JPEG") })
        {
            foreach (var format in Written)
            {
                var made = await Encode(codec, source, 80, format, 80, token);
                Require(made.Bytes.Span.IndexOf(System.Text.Encoding.ASCII.GetBytes(Secret[..9])) < 0, $"{name} to {format}: the text came through.");
            }
        }
    }

    private async Task Quality(CancellationToken token)
    {
        var codec = await CreateAsync(token);
        var source = PngFile.Write(TestPicture.Photograph(200, 150));
        foreach (var format in Written.Except([ImageFormat.Png]))
        {
            var (poor, fine) = (await Encode(codec, source, 200, format, 20, token), await Encode(codec, source, 200, format, 95, token));
            Require(poor.Bytes.Length < fine.Bytes.Length, $"{format}: {poor.Bytes.Length} bytes at 20, {fine.Bytes.Length} at 95.");
        }
    }

    private async Task Opacity(CancellationToken token)
    {
        var codec = await CreateAsync(token);
        var source = PngFile.Write(TestPicture.Draw(100, 100, static (x, _) => x < 50 ? [255, 0, 0, 255] : [0, 0, 0, 0]));
        foreach (var format in new[] { ImageFormat.Png, ImageFormat.WebP })
        {
            var seen = await Look(codec, (await Encode(codec, source, 100, format, 90, token)).Bytes, token);
            Require(seen.Channels is 4 && seen.At(.25, .5)[3] is 255 && seen.At(.75, .5)[3] is 0, $"{format}: the opacity is another.");
        }

        var paper = await Look(codec, (await Encode(codec, source, 100, ImageFormat.Jpeg, 90, token)).Bytes, token);
        Require(paper.IsAt(.25, .5, Red) && paper.IsAt(.75, .5, White), "JPEG: what is see-through is not white.");
    }

    private async Task Strangers(CancellationToken token)
    {
        var codec = await CreateAsync(token);
        foreach (var (name, bytes) in StrangeFiles.All)
        {
            await Refused(ImageRefusal.UnsupportedType, name, () => Encode(codec, bytes, 100, ImageFormat.WebP, 75, token));
        }
    }

    private async Task Animation(CancellationToken token)
    {
        var codec = await CreateAsync(token);
        var source = PngFile.Write(TestPicture.Quarters(100, 100), PngFile.Chunk("acTL", [0, 0, 0, 9, 0, 0, 0, 0]));
        await Refused(ImageRefusal.Animated, "An animation of nine frames", () => Encode(codec, source, 50, ImageFormat.WebP, 75, token));
    }

    private async Task Bomb(CancellationToken token)
    {
        var codec = await CreateAsync(token);
        await Refused(
            ImageRefusal.TooManyPixels, "A PNG of 100000×100000 pixels", () => Encode(codec, PngFile.Bomb(100_000, 100_000), 640, ImageFormat.WebP, 75, token));
        await Refused(
            ImageRefusal.TooManyPixels,
            "An animation of ten thousand frames",
            () => Encode(codec, PngFile.Bomb(1000, 1000, PngFile.Chunk("acTL", [0, 0, 0x27, 0x10, 0, 0, 0, 0])), 640, ImageFormat.WebP, 75, token));
    }

    private async Task TooManyBytes(CancellationToken token)
    {
        var codec = await CreateAsync(token);
        using var endless = new UnreadableStream(50_000_001);
        await Refused(ImageRefusal.TooManyBytes, "A file of 50 000 001 bytes", () => codec.EncodeAsync(endless, new(640, ImageFormat.WebP, 75), token));
    }

    private async Task CutOff(CancellationToken token)
    {
        var codec = await CreateAsync(token);
        var png = PngFile.Write(TestPicture.Photograph(400, 300));
        foreach (var format in Written.Except([ImageFormat.Avif]))
        {
            var whole = format is ImageFormat.Png ? png : (await Encode(codec, png, 400, format, 90, token)).Bytes.ToArray();
            foreach (var part in new[] { .1, .5, .9 })
            {
                await Refused(
                    ImageRefusal.Broken,
                    $"{part:P0} of a {format}",
                    () => Encode(codec, whole[..(int)(whole.Length * part)], 100, ImageFormat.WebP, 75, token));
            }
        }
    }

    private async Task Noise(CancellationToken token)
    {
        var codec = await CreateAsync(token);
        var source = PngFile.Write(TestPicture.Photograph(400, 300));
        new Random(5).NextBytes(source.AsSpan(60..^20));
        await Refused(ImageRefusal.Broken, "Noise", () => Encode(codec, source, 100, ImageFormat.WebP, 75, token));
    }

    private async Task Crowd(CancellationToken token)
    {
        var codec = await CreateAsync(token);
        await Task.WhenAll(Enumerable.Range(1, 16).Select(async i =>
        {
            var colour = new byte[] { (byte)(i * 15), (byte)(255 - (i * 15)), (byte)(i * 90) };
            var made = await Encode(codec, PngFile.Write(TestPicture.Draw(200, 200, (_, _) => colour)), 50 + i, ImageFormat.Png, 100, token);
            Require(made.Width == 50 + i && PngFile.Read(made.Bytes.Span).IsAt(.5, .5, colour), $"Caller {i} got another's picture.");
        }));
    }

    private async Task Mistakes(CancellationToken token)
    {
        var codec = await CreateAsync(token);
        var source = PngFile.Write(TestPicture.Quarters(10, 10));
        foreach (var variant in new ImageVariant[] { new(0, ImageFormat.WebP, 75), new(10, ImageFormat.WebP, 0), new(10, ImageFormat.WebP, 101), new(10, ImageFormat.Gif, 75) })
        {
            try
            {
                using var stream = new MemoryStream(source);
                await codec.EncodeAsync(stream, variant, token);
                Require(false, $"{variant} was made.");
            }
            catch (ArgumentException)
            {
                // As promised.
            }
        }
    }

    private async Task Cancelled(CancellationToken token)
    {
        var codec = await CreateAsync(token);
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        try
        {
            await Encode(codec, PngFile.Write(TestPicture.Quarters(10, 10)), 5, ImageFormat.WebP, 75, source.Token);
            Require(false, "A call whose token was cancelled went through.");
        }
        catch (OperationCanceledException)
        {
            // As promised.
        }
    }
}
