using System.Globalization;
using Perennial.Images;
using Perennial.Testing.Pictures;

namespace Perennial.ImagingTests;

/// <summary>What a worker may do, as the kernel sees it, whichever libvips it has.</summary>
public abstract class ConfinementTests(string? library)
{
    [Fact, Trait("Proves", "S-66")]
    public async Task A_worker_has_limits_that_it_cannot_raise()
    {
        using var codec = new OpenCodec(options => (options.Library, options.MemoryLimit) = (library, 300 << 20));
        await codec.EncodeAsync(OpenCodec.Easy);
        var process = Assert.Single(codec.Started);

        var limits = await File.ReadAllLinesAsync($"/proc/{process}/limits", TestContext.Current.CancellationToken);
        var status = await File.ReadAllTextAsync($"/proc/{process}/status", TestContext.Current.CancellationToken);

        Assert.Equal(("0", "0"), Limit(limits, "Max file size"));
        Assert.Equal(("0", "0"), Limit(limits, "Max core file size"));
        Assert.Equal(("64", "64"), Limit(limits, "Max open files"));
        Assert.NotEqual("unlimited", Limit(limits, "Max cpu time").Soft);
        var (data, hard) = Limit(limits, "Max data size");
        Assert.Equal(data, hard);
        Assert.InRange(long.Parse(data, CultureInfo.InvariantCulture), 300 << 20, 600 << 20);
        Assert.InRange(long.Parse(Limit(limits, "Max address space").Hard, CultureInfo.InvariantCulture), 1, 8L << 30);
        Assert.Contains("NoNewPrivs:\t1", status, StringComparison.Ordinal);
    }

    [Fact, Trait("Proves", "S-66")]
    public async Task A_worker_knows_nothing_of_the_servers_environment()
    {
        Environment.SetEnvironmentVariable("PERENNIAL_TEST_SECRET", "a password");
        using var codec = new OpenCodec(options => options.Library = library);
        await codec.EncodeAsync(OpenCodec.Easy);

        // Whoever may not be looked into cannot be asked; root may ask all the same.
        string environment;
        try
        {
            environment = await File.ReadAllTextAsync($"/proc/{Assert.Single(codec.Started)}/environ", TestContext.Current.CancellationToken);
        }
        catch (UnauthorizedAccessException)
        {
            return;
        }

        Assert.Equal(
            ["DOTNET_EnableDiagnostics=0", "DOTNET_TieredPGO=0", "MALLOC_ARENA_MAX=2"],
            environment.Split('\0', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }

    [Fact, Trait("Proves", "S-67")]
    public async Task A_picture_that_needs_too_much_memory_is_refused_and_the_next_one_is_made()
    {
        using var codec = new OpenCodec(options => (options.Library, options.MemoryLimit) = (library, 64 << 20));
        // Interlaced, so that no line is whole before the last pass: all of its pixels must be held at once.
        var heavy = InterlacedPng.Write(9000, 8000);

        var refused = await codec.RefusedAsync(heavy);

        Assert.Equal(ImageRefusal.TooCostly, refused.Refusal);
        Assert.Null(refused.RetryAfter);
        Assert.Equal(100, (await codec.EncodeAsync(OpenCodec.Easy)).Width);
    }

    [Fact]
    public async Task A_picture_of_24_megapixels_needs_a_small_part_of_the_memory_that_there_is()
    {
        using var codec = new OpenCodec(options => (options.Library, options.MemoryLimit) = (library, 128 << 20));

        var made = await codec.EncodeAsync(PngFile.Write(TestPicture.Draw(6000, 4000, static (x, y) => [(byte)x, (byte)y, 0])), 640);

        Assert.Equal((640, 427), (made.Width, made.Height));
    }

    private static (string Soft, string Hard) Limit(string[] limits, string name)
    {
        var words = limits.Single(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return (words[0], words[1]);
    }
}
