using System.Text;
using Perennial.Images;
using static Perennial.Tests.Images.HeaderBytes;

namespace Perennial.Tests.Images;

public sealed class ImageInfoTests
{
    public static TheoryData<string, byte[], ImageInfo> Headers => new()
    {
        { "jpeg", Jpeg(4000, 3000), new(ImageFormat.Jpeg, 4000, 3000) },
        { "jpeg with a large profile", Jpeg(40, 30, [.. Enumerable.Repeat(Segment(0xE2, new byte[65_000]), 9).SelectMany(static x => x)]), new(ImageFormat.Jpeg, 40, 30) },
        { "jpeg, lying, little endian", Jpeg(40, 30, Segment(0xE1, [.. "Exif\0\0"u8, .. Exif(6, isLittle: true)])), new(ImageFormat.Jpeg, 30, 40) },
        { "jpeg, lying, big endian", Jpeg(40, 30, Segment(0xE1, [.. "Exif\0\0"u8, .. Exif(8, isLittle: false)])), new(ImageFormat.Jpeg, 30, 40) },
        { "jpeg, upside down", Jpeg(40, 30, Segment(0xE1, [.. "Exif\0\0"u8, .. Exif(3, isLittle: true)])), new(ImageFormat.Jpeg, 40, 30) },
        { "jpeg, no such orientation", Jpeg(40, 30, Segment(0xE1, [.. "Exif\0\0"u8, .. Exif(99, isLittle: true)])), new(ImageFormat.Jpeg, 40, 30) },
        { "png", Png(100, 50), new(ImageFormat.Png, 100, 50) },
        { "png, lying", Png(100, 50, Chunk("eXIf", Exif(5, isLittle: false))), new(ImageFormat.Png, 50, 100) },
        { "apng", Png(100, 50, Chunk("tEXt", new byte[9000]), Chunk("acTL", [0, 0, 0, 12, 0, 0, 0, 0])), new(ImageFormat.Png, 100, 50, 12) },
        { "lossy webp", LossyWebP(16383, 7), new(ImageFormat.WebP, 16383, 7) },
        { "lossless webp", LosslessWebP(1, 16384), new(ImageFormat.WebP, 1, 16384) },
        { "webp, lying", ExtendedWebP(900, 600, 0x08, ("VP8 ", new byte[11]), ("EXIF", Exif(6, isLittle: true))), new(ImageFormat.WebP, 600, 900) },
        { "animated webp", ExtendedWebP(900, 600, 0x02, ("ANIM", new byte[6]), ("ANMF", new byte[9]), ("ANMF", []), ("ANMF", [])), new(ImageFormat.WebP, 900, 600, 3) },
        { "webp that says it is animated", ExtendedWebP(900, 600, 0x02), new(ImageFormat.WebP, 900, 600, 2) },
        { "gif", Gif(300, 200), new(ImageFormat.Gif, 300, 200) },
        { "avif", Avif(3000, 2000), new(ImageFormat.Avif, 3000, 2000) },
        { "avif, turned", Avif(3000, 2000, turns: 3), new(ImageFormat.Avif, 2000, 3000) },
        { "avif sequence", Avif(30, 20, "avis"), new(ImageFormat.Avif, 30, 20, 2) },
    };

    public static TheoryData<string, byte[]> Strangers => new()
    {
        { "nothing", [] },
        { "one byte", [0xFF] },
        { "html", "<!doctype html><p>an image</p>"u8.ToArray() },
        { "svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"u8.ToArray() },
        { "svg behind a space", " \n<?xml version=\"1.0\"?><svg/>"u8.ToArray() },
        { "tiff", [.. "II*\0"u8, .. new byte[20]] },
        { "big tiff", [.. "MM\0+"u8, .. new byte[20]] },
        { "heic", Avif(3000, 2000, "heic") },
        { "heif", Avif(3000, 2000, "mif1") },
        { "bmp", [.. "BM"u8, .. new byte[30]] },
        { "ico", [0, 0, 1, 0, 1, .. new byte[30]] },
        { "jxl", [0xFF, 0x0A, .. new byte[30]] },
        { "jp2", [0, 0, 0, 12, .. "jP  \r\n\u0087\n"u8, .. new byte[30]] },
        { "pdf", "%PDF-1.7 and so on"u8.ToArray() },
        { "vips", [0xB6, 0xA6, 0xF2, 0x08, .. new byte[64]] },
        { "ppm", "P6 10 10 255 and so on"u8.ToArray() },
        { "radiance", "#?RADIANCE and so on"u8.ToArray() },
        { "wave", [.. "RIFF"u8, 1, 0, 0, 0, .. "WAVE"u8, .. new byte[30]] },
        { "a png behind a byte", [0, .. Png(10, 10)] },
    };

    public static TheoryData<string, byte[]> Ruins => new()
    {
        { "png of no width", Png(0, 10) },
        { "png of negative height", Png(10, 0x8000_0001) },
        { "png without header", [.. Png(10, 10)[..8], .. Chunk("IDAT", new byte[20])] },
        { "png that ends", Png(10, 10)[..33] },
        { "png of empty chunks", Png(10, 10, [.. Enumerable.Repeat(Chunk("tEXt", []), 5000).SelectMany(static x => x)]) },
        { "png whose chunk leads out of it", Png(10, 10, [0xFF, 0xFF, 0xFF, 0xFF, .. "tEXt"u8]) },
        { "jpeg of no height", Jpeg(10, 0) },
        { "jpeg that ends", Jpeg(10, 10)[..20] },
        { "jpeg without frame", [0xFF, 0xD8, .. Segment(0xDA, new byte[9])] },
        { "jpeg of empty segments", Jpeg(10, 10, [.. Enumerable.Repeat(Segment(0xFE, []), 5000).SelectMany(static x => x)]) },
        { "jpeg of fill bytes", [0xFF, 0xD8, .. Enumerable.Repeat((byte)0xFF, 10_000)] },
        { "jpeg of something else", [0xFF, 0xD8, 0xFF, 0xE0, 0, 2, .. "hello, this is no jpeg"u8] },
        { "webp of no known kind", [.. "RIFF"u8, 0, 0, 0, 0, .. "WEBPVP9 "u8, .. new byte[20]] },
        { "webp without start code", [.. LossyWebP(10, 10)[..23], 1, 1, 1, .. new byte[9]] },
        { "avif without properties", Box("ftyp", [.. "avif"u8, .. new byte[10]]) },
        { "avif whose boxes overlap", [.. Avif(10, 10)[..20], 0xFF, .. Avif(10, 10)[21..]] },
    };

    [Theory, MemberData(nameof(Headers))]
    public async Task A_header_says_format_size_and_frames(string name, byte[] bytes, ImageInfo expected) =>
        Assert.True(expected == await Read(bytes), $"{name}: {await Read(bytes)}");

    [Theory, MemberData(nameof(Strangers)), Trait("Proves", "S-63"), Trait("Proves", "S-66")]
    public async Task What_is_not_on_the_list_is_no_picture(string name, byte[] bytes) =>
        Assert.True(await Read(bytes) is null, name);

    [Theory, MemberData(nameof(Ruins))]
    public async Task A_header_that_cannot_be_is_broken(string name, byte[] bytes)
    {
        var refused = await Assert.ThrowsAsync<ImageRefusedException>(() => Read(bytes).AsTask());

        Assert.True(refused.Refusal is ImageRefusal.Broken, name);
        Assert.Null(refused.RetryAfter);
    }

    [Fact]
    public async Task Every_beginning_of_a_file_is_a_picture_or_none_or_broken()
    {
        foreach (var whole in Headers.Select(static row => row.Data.Item2))
        {
            for (var length = 0; length < Math.Min(whole.Length, 300); length++)
            {
                try
                {
                    await Read(whole[..length]);
                }
                catch (ImageRefusedException refused)
                {
                    Assert.Equal(ImageRefusal.Broken, refused.Refusal);
                }
            }
        }
    }

    [Fact]
    public async Task Any_byte_may_be_another()
    {
        var random = new Random(28);
        foreach (var whole in Headers.Select(static row => row.Data.Item2))
        {
            for (var round = 0; round < 300; round++)
            {
                var bytes = whole.ToArray();
                for (var i = random.Next(1, 5); i > 0; i--)
                {
                    bytes[random.Next(Math.Min(bytes.Length, 400))] = (byte)random.Next(256);
                }

                try
                {
                    await Read(bytes);
                }
                catch (ImageRefusedException refused)
                {
                    Assert.Equal(ImageRefusal.Broken, refused.Refusal);
                }
            }
        }
    }

    [Fact, Trait("Proves", "S-67")]
    public async Task A_few_kilobytes_are_read_however_large_the_file_is()
    {
        using var large = new CountingStream(Jpeg(100, 100, [.. Enumerable.Repeat(Segment(0xE2, new byte[65_000]), 100).SelectMany(static x => x)]));

        await ImageInfo.ReadAsync(large, default);

        Assert.InRange(large.BytesRead, 1, 110 * 4096);
        Assert.True(large.Length > 6_000_000);
    }

    [Fact]
    public void A_small_picture_fits_into_a_data_url() => Assert.Equal(
        "data:image/webp;base64,aGVsbG8=",
        new ImageResult(Encoding.ASCII.GetBytes("hello"), ImageFormat.WebP, 8, 5).ToDataUrl());

    private static async ValueTask<ImageInfo?> Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return await ImageInfo.ReadAsync(stream, TestContext.Current.CancellationToken);
    }

    private sealed class CountingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public long BytesRead { get; private set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await base.ReadAsync(buffer, cancellationToken);
            BytesRead += count;
            return count;
        }
    }
}
