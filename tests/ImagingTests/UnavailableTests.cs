using Microsoft.Extensions.Time.Testing;
using Perennial.Images;

namespace Perennial.ImagingTests;

/// <summary>What is missing is said once, with what to do; the app goes on.</summary>
public sealed class UnavailableTests
{
    [Fact]
    public async Task Without_libvips_pictures_are_refused_as_unavailable_and_the_log_says_it_once()
    {
        using var codec = new OpenCodec(static options => options.Library = "libvips-that-is-not-there.so");

        var refusals = new[] { await codec.RefusedAsync(OpenCodec.Easy), await codec.RefusedAsync(OpenCodec.Easy) };

        Assert.All(refusals, static refused => Assert.Equal(ImageRefusal.Unavailable, refused.Refusal));
        var line = Assert.Single(codec.Logger.Of(4001));
        Assert.Contains("PER4001", line, StringComparison.Ordinal);
        Assert.Contains("libvips-that-is-not-there.so", line, StringComparison.Ordinal);
        Assert.Contains("apt install libvips42", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_its_program_too()
    {
        using var codec = new OpenCodec(program: static program => program with { Worker = "/nowhere/perennial-imaging.dll" });

        Assert.StartsWith("PER4002", (await codec.RefusedAsync(OpenCodec.Easy)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_dotnet_too()
    {
        using var none = new OpenCodec(program: static program => program with { Host = null });
        using var other = new OpenCodec(program: static program => program with { Host = "/nowhere/dotnet" });

        Assert.StartsWith("PER4003", (await none.RefusedAsync(OpenCodec.Easy)).Message, StringComparison.Ordinal);
        Assert.StartsWith("PER4003", (await other.RefusedAsync(OpenCodec.Easy)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_is_no_worker_too()
    {
        using var codec = new OpenCodec(program: static program => program with { Worker = typeof(UnavailableTests).Assembly.Location });

        var refused = await codec.RefusedAsync(OpenCodec.Easy);

        Assert.Equal(ImageRefusal.Unavailable, refused.Refusal);
        Assert.StartsWith("PER4004", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_system_that_was_mended_is_noticed_after_half_a_minute()
    {
        var time = new FakeTimeProvider();
        var folder = Directory.CreateTempSubdirectory();
        var library = Path.Combine(folder.FullName, "libvips.so");
        using var codec = new OpenCodec(options => options.Library = library, time);
        Assert.Equal(ImageRefusal.Unavailable, (await codec.RefusedAsync(OpenCodec.Easy)).Refusal);

        File.CreateSymbolicLink(library, Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "runtimes"), "libvips*", SearchOption.AllDirectories)[0]);
        Assert.Equal(ImageRefusal.Unavailable, (await codec.RefusedAsync(OpenCodec.Easy)).Refusal);
        time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(100, (await codec.EncodeAsync(OpenCodec.Easy)).Width);
        folder.Delete(recursive: true);
    }
}
