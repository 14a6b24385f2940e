using Perennial.Images;
using Perennial.Testing.Conformance;
using Perennial.Testing.Pictures;

namespace Perennial.ImagingTests;

/// <summary>What comes out of each libvips that may be found.</summary>
public abstract class CodecTests : ImageCodecConformance, IDisposable
{
    private readonly OpenCodec _codec;

    protected CodecTests(string? library)
    {
        Library = library;
        _codec = new(options => options.Library = library);
    }

    public static TheoryData<string> Names => [.. new CarriedLibraryTests().Cases.Select(static each => each.Name)];

    protected string? Library { get; }

    [Theory, MemberData(nameof(Names))]
    [Trait("Proves", "S-63")]
    [Trait("Proves", "S-66")]
    [Trait("Proves", "S-67")]
    public Task Conforms(string name) =>
        Cases.Single(each => each.Name == name).RunAsync(TestContext.Current.CancellationToken);

    [Fact]
    public async Task A_picture_of_sixteen_bits_becomes_one_of_eight()
    {
        var made = await _codec.EncodeAsync(PngFile.Write16(64, 48), 32, ImageFormat.Png);

        Assert.True(PngFile.Read(made.Bytes.Span).IsAt(.5, .5, 200, 100, 50));
    }

    [Fact]
    public async Task A_grey_picture_keeps_its_greys()
    {
        var made = await _codec.EncodeAsync(PngFile.Write(TestPicture.Draw(64, 48, static (_, _) => [77])), 32, ImageFormat.Png);

        Assert.True(PngFile.Read(made.Bytes.Span).IsAt(.5, .5, 77, 77, 77));
    }

    [Theory]
    [InlineData(ImageFormat.Jpeg)]
    [InlineData(ImageFormat.WebP)]
    [InlineData(ImageFormat.Png)]
    public async Task A_picture_that_is_decoded_in_part_has_the_size_that_was_asked_for(ImageFormat format)
    {
        var source = (await _codec.EncodeAsync(PngFile.Write(TestPicture.Quarters(1801, 1203)), 1801, format)).Bytes.ToArray();
        foreach (var width in new[] { 900, 640, 451, 450, 333, 128, 32, 8, 1 })
        {
            var made = await _codec.EncodeAsync(source, width, ImageFormat.Png);

            Assert.Equal((width, Math.Max(1, (int)Math.Round(width * 1203 / 1801.0))), (made.Width, made.Height));
            Assert.True(width < 8 || PngFile.Read(made.Bytes.Span).IsAt(.75, .25, 0, 255, 0), $"{width}");
        }
    }

    [Fact]
    public async Task A_picture_that_is_too_high_for_a_format_becomes_as_high_as_that_goes()
    {
        var ribbon = PngFile.Write(TestPicture.Draw(20, 17_000, static (_, _) => [1, 2, 3]));

        Assert.Equal((19, 16_383), await SizeAsync(ImageFormat.WebP));
        Assert.Equal((19, 16_383), await SizeAsync(ImageFormat.Avif));
        Assert.Equal((20, 17_000), await SizeAsync(ImageFormat.Jpeg));

        async Task<(int, int)> SizeAsync(ImageFormat format)
        {
            var made = await _codec.EncodeAsync(ribbon, 640, format);
            return (made.Width, made.Height);
        }
    }

    [Theory, Trait("Proves", "S-70")]
    [InlineData(ImageFormat.Jpeg)]
    [InlineData(ImageFormat.WebP)]
    [InlineData(ImageFormat.Png)]
    public async Task Wherever_it_is_cut_off_a_picture_is_refused_at_any_size(ImageFormat format)
    {
        var whole = (await _codec.EncodeAsync(OpenCodec.Hard, 1800, format, 90)).Bytes.ToArray();
        foreach (var width in new[] { 1800, 1200, 640, 64 })
        {
            foreach (var part in new[] { .02, .3, .6, .97, .999 })
            {
                var refused = await _codec.RefusedAsync(whole[..(int)(whole.Length * part)], width);

                Assert.True(refused.Refusal is ImageRefusal.Broken, $"{width} px of {part:P1}: {refused.Message}");
            }
        }
    }

    [Fact]
    public async Task A_preview_is_a_few_hundred_bytes()
    {
        var made = await _codec.EncodeAsync(OpenCodec.Hard, 8, ImageFormat.WebP, 60);

        Assert.Equal((8, 5), (made.Width, made.Height));
        Assert.InRange(made.ToDataUrl().Length, 50, 600);
    }

    [Fact]
    public async Task Avif_is_decoded_when_that_is_asked_for()
    {
        var avif = (await _codec.EncodeAsync(OpenCodec.Easy, 120, ImageFormat.Avif, 90)).Bytes.ToArray();
        using var daring = new OpenCodec(options => (options.DecodeAvif, options.Library) = (true, Library));

        var seen = PngFile.Read((await daring.EncodeAsync(avif, 120, ImageFormat.Png)).Bytes.Span);

        Assert.True(seen.IsAt(.25, .25, 255, 0, 0) && seen.IsAt(.75, .25, 0, 255, 0));
        Assert.Equal(ImageRefusal.UnsupportedType, (await _codec.RefusedAsync(avif)).Refusal);
    }

    [Fact]
    public async Task A_file_is_read_from_disk_as_it_is_sent()
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(path, OpenCodec.Easy, TestContext.Current.CancellationToken);
            await using var file = File.OpenRead(path);

            var made = await _codec.Codec.EncodeAsync(file, new(60, ImageFormat.WebP, 75), default);

            Assert.Equal((60, 40), (made.Width, made.Height));
        }
        finally
        {
            File.Delete(path);
        }
    }

    public void Dispose()
    {
        _codec.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override ValueTask<IImageCodec> CreateAsync(CancellationToken cancellationToken) => new(_codec.Codec);
}
