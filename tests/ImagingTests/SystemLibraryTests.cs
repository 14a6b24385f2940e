namespace Perennial.ImagingTests;

/// <summary>The system's libvips: of Debian 12 it is version 8.14, the oldest that is promised (eng/setup.sh libvips-system).</summary>
public sealed class SystemLibraryTests() : CodecTests(OpenCodec.SystemLibrary)
{
    [Fact]
    public async Task It_takes_over_where_the_package_has_none()
    {
        using var carried = new OpenCodec();
        using var moved = new OpenCodec(program: static program => program with
        {
            Arguments = program.Arguments with { Libraries = ["/nowhere/libvips-cpp.so", .. program.Arguments.Libraries.Where(static place => !Path.IsPathRooted(place))] },
        });

        await carried.EncodeAsync(OpenCodec.Easy);
        await moved.EncodeAsync(OpenCodec.Easy);

        var versions = new[] { carried, moved }.Select(static codec => Assert.Single(codec.Logger.Of(4000)).Split("libvips ")[1]).ToArray();
        Assert.Equal("8.18.7", versions[0]);
        Assert.NotEqual(versions[0], versions[1]);
    }
}
