using System.IO.Compression;
using System.Text;
using Perennial.Http;

namespace Perennial.Tests.Http;

public sealed class CompressionTests
{
    private static readonly byte[] Page = Encoding.UTF8.GetBytes(Sentences(new Random(1)));

    [Theory]
    [InlineData("text/html; charset=utf-8", true)]
    [InlineData("TEXT/CSS", true)]
    [InlineData("application/json", true)]
    [InlineData("application/problem+json", true)]
    [InlineData("application/rss+xml; charset=utf-8", true)]
    [InlineData("image/svg+xml", true)]
    [InlineData("application/javascript", true)]
    [InlineData("application/wasm", true)]
    [InlineData("image/png", false)]
    [InlineData("font/woff2", false)]
    [InlineData("application/octet-stream", false)]
    [InlineData("text/event-stream", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Text_is_compressible_and_what_is_compressed_already_is_not(string? type, bool expected) =>
        Assert.Equal(expected, Compression.IsCompressible(type));

    [Fact]
    public void Both_codings_give_the_body_back()
    {
        var brotli = Compression.Brotli(Page)!;
        var gzip = Compression.Gzip(Page)!;

        Assert.Equal(Page, Decode(new BrotliStream(new MemoryStream(brotli), CompressionMode.Decompress)));
        Assert.Equal(Page, Decode(new GZipStream(new MemoryStream(gzip), CompressionMode.Decompress)));
        Assert.True(gzip.Length < Page.Length / 2, $"{gzip.Length}");
        Assert.True(Compression.Brotli(Page, Compression.BestQuality)!.Length < brotli.Length);
    }

    // The entity tag names the bytes: two nodes that code the same page must send the same.
    [Fact]
    public void The_same_body_is_coded_the_same()
    {
        Assert.Equal(Compression.Brotli(Page), Compression.Brotli(Page));
        Assert.Equal(Compression.Gzip(Page), Compression.Gzip(Page));
    }

    [Fact]
    public void A_small_body_stays_as_it_is()
    {
        Assert.Null(Compression.Brotli(new byte[999]));
        Assert.Null(Compression.Gzip(new byte[999]));
        Assert.NotNull(Compression.Brotli(new byte[1000]));
        Assert.NotNull(Compression.Gzip(new byte[1000]));
    }

    [Fact]
    public void A_body_that_would_not_get_smaller_stays_as_it_is()
    {
        var noise = new byte[5000];
        new Random(1).NextBytes(noise);

        Assert.Null(Compression.Brotli(noise));
        Assert.Null(Compression.Gzip(noise));
    }

    private static string Sentences(Random random)
    {
        var words = "moss fern soil the a rose pruned in late winter grows again with light and water".Split(' ');
        return string.Concat(Enumerable.Range(0, 300).Select(_ => $"<p>{string.Join(' ', random.GetItems(words, 9))}.</p>\n"));
    }

    private static byte[] Decode(Stream stream)
    {
        using var whole = new MemoryStream();
        stream.CopyTo(whole);
        return whole.ToArray();
    }
}
