using Perennial.Images;
using Perennial.Imaging;
using Perennial.Imaging.Protocol;
using Perennial.Imaging.Workers;
using Perennial.Testing.Pictures;

namespace Perennial.ImagingTests;

/// <summary>Files that are small and claim to be large: told by their header, by this process, without a worker.</summary>
public sealed class BombTests
{
    public static TheoryData<string, byte[], ImageRefusal> Bombs => new()
    {
        { "png, 100000×100000", PngFile.Bomb(100_000, 100_000), ImageRefusal.TooManyPixels },
        { "png, 30000×30000", PngFile.Bomb(30_000, 30_000), ImageRefusal.TooManyPixels },
        { "png, as large as can be", PngFile.Bomb(int.MaxValue, int.MaxValue), ImageRefusal.TooManyPixels },
        { "png, one column", PngFile.Bomb(1, 20_000_000), ImageRefusal.TooManyPixels },
        { "png, one line", PngFile.Bomb(20_000_000, 1), ImageRefusal.TooManyPixels },
        { "png, a side too long by one", PngFile.Bomb(65_536, 1), ImageRefusal.TooManyPixels },
        { "png, one line too many", PngFile.Bomb(12_000, 10_001), ImageRefusal.TooManyPixels },
        { "apng, 10000 frames", PngFile.Bomb(1000, 1000, PngFile.Chunk("acTL", [0, 0, 0x27, 0x10, 0, 0, 0, 0])), ImageRefusal.TooManyPixels },
        { "jpeg, 65535×65535", [0xFF, 0xD8, 0xFF, 0xC0, 0, 17, 8, 0xFF, 0xFF, 0xFF, 0xFF, 3, .. new byte[30]], ImageRefusal.TooManyPixels },
        { "webp, 2^24×2^24", [.. "RIFF\0\0\0\0WEBPVP8X"u8, 10, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, .. new byte[30]], ImageRefusal.TooManyPixels },
        { "webp, animated", [.. "RIFF\0\0\0\0WEBPVP8X"u8, 10, 0, 0, 0, 2, 0, 0, 0, 9, 0, 0, 9, 0, 0, .. new byte[30]], ImageRefusal.Animated },
    };

    [Theory, MemberData(nameof(Bombs)), Trait("Proves", "S-67")]
    public async Task A_bomb_is_refused_by_its_header(string name, byte[] bytes, ImageRefusal refusal)
    {
        using var codec = Workerless();

        Assert.True((await codec.RefusedAsync(bytes)).Refusal == refusal, name);
    }

    [Fact, Trait("Proves", "S-67")]
    public async Task The_bomb_of_563_bytes_costs_a_look_at_its_header_and_no_more()
    {
        using var codec = Workerless();
        using var bomb = new CountingStream(PngFile.Bomb(100_000, 100_000));
        Assert.Equal(563, bomb.Length);
        await Assert.ThrowsAsync<ImageRefusedException>(() => codec.Codec.EncodeAsync(bomb, new(100, ImageFormat.WebP, 75), default));
        var read = bomb.Read;
        bomb.Position = 0;

        // What a thread allocates no other can disturb, and everything here happens on this one.
        var before = GC.GetAllocatedBytesForCurrentThread();
        var refused = codec.Codec.EncodeAsync(bomb, new(100, ImageFormat.WebP, 75), default);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(ImageRefusal.TooManyPixels, (await Assert.ThrowsAsync<ImageRefusedException>(() => refused)).Refusal);
        Assert.InRange(read, 1, 563);
        Assert.InRange(allocated, 0, 100_000);
        Assert.Empty(codec.Started);
    }

    [Fact]
    public async Task The_last_pixel_that_is_allowed_is_allowed()
    {
        using var codec = Workerless();
        codec.Limits.MaxPixels = 10_000;

        // Past the header comes the worker, and there is none.
        Assert.Equal(ImageRefusal.Unavailable, (await codec.RefusedAsync(PngFile.Bomb(100, 100))).Refusal);
        Assert.Equal(ImageRefusal.TooManyPixels, (await codec.RefusedAsync(PngFile.Bomb(100, 101))).Refusal);
        codec.Limits.MaxSide = 99;
        Assert.Equal(ImageRefusal.TooManyPixels, (await codec.RefusedAsync(PngFile.Bomb(100, 1))).Refusal);
        Assert.Equal(ImageRefusal.TooManyPixels, (await codec.RefusedAsync(PngFile.Bomb(1, 100))).Refusal);
        codec.Limits.MaxSide = 100;
        codec.Limits.MaxSourceBytes = 563;
        Assert.Equal(ImageRefusal.Unavailable, (await codec.RefusedAsync(PngFile.Bomb(100, 100))).Refusal);
        codec.Limits.MaxSourceBytes = 562;
        Assert.Equal(ImageRefusal.TooManyBytes, (await codec.RefusedAsync(PngFile.Bomb(100, 100))).Refusal);
    }

    [Fact, Trait("Proves", "S-67")]
    public async Task A_decoder_that_sees_another_picture_than_the_header_does_not_decode_it()
    {
        // A JPEG with a second, larger frame: one reader believes the first, another the last.
        using var codec = new OpenCodec();
        codec.Limits.MaxPixels = 5000;
        using var ordinary = new OpenCodec();
        var jpeg = (await ordinary.EncodeAsync(OpenCodec.Easy, 120, ImageFormat.Jpeg)).Bytes.ToArray();
        var lie = Metadata.IntoJpeg(jpeg, 0xC0, [8, 0, 10, 0, 10, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]);

        var refused = await codec.RefusedAsync(lie);

        Assert.True(refused.Refusal is ImageRefusal.Broken or ImageRefusal.TooManyPixels, refused.Message);
    }

    [Fact, Trait("Proves", "S-67")]
    public async Task Nor_one_whose_side_is_longer_than_the_header_says()
    {
        using var worker = WorkerProcess.Start(WorkerProgram.Find(new ImagingOptions()));
        await worker.GreetAsync(TestContext.Current.CancellationToken);
        var column = PngFile.Write(TestPicture.Draw(1, 300, static (_, _) => [1, 2, 3]));

        Assert.Equal(Outcome.TooManyPixels, await OutcomeAsync(299));
        Assert.Equal(Outcome.Made, await OutcomeAsync(300));

        async Task<Outcome> OutcomeAsync(uint maxSide)
        {
            using var source = new MemoryStream(column);
            var (answer, _) = await worker.RunAsync(
                new(0, (uint)column.Length, 1_000_000, maxSide, 1, 10, PictureFormat.Png, PictureFormat.Png, 75, 6), source, TestContext.Current.CancellationToken);
            return answer.Outcome;
        }
    }

    /// <summary>Whatever comes past the header would be refused as unavailable.</summary>
    private static OpenCodec Workerless() => new(program: static program => program with { Worker = "/nowhere/perennial-imaging.dll" });

    private sealed class CountingStream(byte[] bytes) : MemoryStream(bytes, writable: false)
    {
        public new long Read { get; private set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await base.ReadAsync(buffer, cancellationToken);
            Read += count;
            return count;
        }
    }
}
