using Microsoft.Extensions.Primitives;
using Perennial.Http;
using static Perennial.Http.ContentCoding;

namespace Perennial.Tests.Http;

public sealed class AcceptEncodingTests
{
    private const ContentCoding Both = Gzip | Brotli;

    [Theory]
    // What is really sent.
    [InlineData(null, nameof(Identity))]
    [InlineData("", nameof(Identity))]
    [InlineData("gzip, deflate, br, zstd", nameof(Brotli))]
    [InlineData("gzip, deflate, br", nameof(Brotli))]
    [InlineData("gzip, deflate", nameof(Gzip))]
    [InlineData("gzip", nameof(Gzip))]
    [InlineData("br", nameof(Brotli))]
    [InlineData("br;q=1.0, gzip;q=0.8, *;q=0.1", nameof(Brotli))]
    [InlineData("gzip;q=1.0,deflate;q=0.6,identity;q=0.3", nameof(Gzip))]
    [InlineData("identity", nameof(Identity))]
    [InlineData("deflate", nameof(Identity))]
    [InlineData("zstd", nameof(Identity))]
    // Weights.
    [InlineData("gzip;q=0.5, br;q=0.1", nameof(Gzip))]
    [InlineData("gzip;q=0.5, br;q=0.5", nameof(Brotli))]
    [InlineData("gzip;q=0.5, br;q=0.499", nameof(Gzip))]
    [InlineData("br;q=0", nameof(Identity))]
    [InlineData("br;q=0, gzip", nameof(Gzip))]
    [InlineData("br;q=0.000, gzip;q=0.001", nameof(Gzip))]
    [InlineData("*", nameof(Brotli))]
    [InlineData("*;q=0", nameof(Identity))]
    [InlineData("br;q=0, *", nameof(Gzip))]
    [InlineData("gzip, *;q=0", nameof(Gzip))]
    [InlineData("identity;q=1, *;q=0", nameof(Identity))]
    [InlineData("identity, gzip;q=0.5", nameof(Identity))]
    [InlineData("identity;q=0.5, gzip;q=0.5", nameof(Gzip))]
    [InlineData("identity;q=0", nameof(Identity))]
    [InlineData("identity;q=0, gzip;q=0.001", nameof(Gzip))]
    [InlineData("br;q=0, gzip;q=0, identity;q=0", nameof(Identity))]
    // Spelling.
    [InlineData("BR", nameof(Brotli))]
    [InlineData("X-GZIP", nameof(Gzip))]
    [InlineData("br ; Q=0.5 ,\tgzip ; q=0.6", nameof(Gzip))]
    [InlineData(", ,gzip,", nameof(Gzip))]
    [InlineData("gzip;level=9;q=0, br;q=0.2", nameof(Brotli))]
    [InlineData("xbr, gzipped, br2", nameof(Identity))]
    // Twice, or broken: a refusal is not overlooked.
    [InlineData("br, br;q=0", nameof(Identity))]
    [InlineData("br;q=x, gzip", nameof(Gzip))]
    [InlineData("br;q=1.5, gzip", nameof(Gzip))]
    [InlineData("br;q=-1, gzip", nameof(Gzip))]
    [InlineData("br;q=, gzip", nameof(Gzip))]
    [InlineData("br;q=0.55555555555555, gzip;q=0.5", nameof(Brotli))]
    public void The_field_decides(string? header, string expected) =>
        Assert.Equal(Enum.Parse<ContentCoding>(expected), AcceptEncoding.Choose(new StringValues(header), Both));

    [Theory]
    [InlineData("gzip, deflate, br", nameof(Gzip), nameof(Gzip))]
    [InlineData("gzip, deflate, br", nameof(Brotli), nameof(Brotli))]
    [InlineData("gzip", nameof(Brotli), nameof(Identity))]
    [InlineData("gzip, deflate, br", nameof(Identity), nameof(Identity))]
    [InlineData("br;q=0.9, gzip;q=0.8", nameof(Gzip), nameof(Gzip))]
    [InlineData("*;q=0.1", nameof(Gzip), nameof(Gzip))]
    [InlineData("identity;q=0, br", nameof(Gzip), nameof(Identity))]
    public void Only_codings_that_exist_are_chosen(string header, string available, string expected) => Assert.Equal(
        Enum.Parse<ContentCoding>(expected), AcceptEncoding.Choose(new StringValues(header), Enum.Parse<ContentCoding>(available)));

    [Fact]
    public void Several_lines_are_one_list()
    {
        Assert.Equal(Brotli, AcceptEncoding.Choose(new StringValues(["gzip;q=0.5", "br"]), Both));
        Assert.Equal(Identity, AcceptEncoding.Choose(new StringValues(["br", "br;q=0"]), Both));
        Assert.Equal(Identity, AcceptEncoding.Choose(StringValues.Empty, Both));
    }

    [Theory]
    [InlineData("gzip, deflate, br, zstd")]
    [InlineData("br;q=0.5, gzip;q=0.7, *;q=0.1, identity;q=0")]
    public void Nothing_is_allocated(string header) => Allocations.None(() => AcceptEncoding.Choose(new StringValues(header), Both));
}
