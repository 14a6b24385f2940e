using System.Globalization;
using Perennial.Imaging;
using Perennial.Testing.Pictures;

namespace Perennial.ImagingTests;

/// <summary>What pictures may take of the machine where nobody has configured anything.</summary>
public sealed class DefaultLimitsTests
{
    // The workers' own runtime and library, before there is a picture.
    private const long Baseline = 256L << 20;

    [Fact]
    public async Task A_crowd_of_large_pictures_takes_two_workers_and_each_holds_to_its_limit()
    {
        using var codec = new OpenCodec();
        var photograph = PngFile.Write(TestPicture.Draw(4000, 3000, static (x, y) => [(byte)x, (byte)y, (byte)(x ^ y)]));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => codec.EncodeAsync(photograph, 640)));

        var limit = new ImagingOptions().MemoryLimit;
        Assert.InRange(limit, 1, 1L << 30);
        Assert.InRange(codec.Started.Count, 1, 2);
        foreach (var process in codec.Started)
        {
            // What the kernel holds it to, and what it has taken at the most.
            Assert.InRange(Number($"/proc/{process}/limits", "Max data size"), limit, limit + Baseline);
            Assert.InRange(Number($"/proc/{process}/status", "VmHWM:") * 1024, 1, limit + Baseline);
        }
    }

    [Fact]
    public async Task The_C_librarys_own_arenas_are_bounded_without_a_variable_of_the_operators()
    {
        Assert.Null(Environment.GetEnvironmentVariable("MALLOC_ARENA_MAX"));
        using var codec = new OpenCodec();

        await codec.EncodeAsync(OpenCodec.Easy);

        string variables;
        try
        {
            variables = await File.ReadAllTextAsync($"/proc/{Assert.Single(codec.Started)}/environ", TestContext.Current.CancellationToken);
        }
        catch (UnauthorizedAccessException)
        {
            // Whoever may not be looked into cannot be asked; root may ask all the same.
            return;
        }

        Assert.Contains("MALLOC_ARENA_MAX=2", variables.Split('\0'));
    }

    private static long Number(string file, string name)
    {
        var line = File.ReadLines(file).Single(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line[name.Length..].Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture);
    }
}
