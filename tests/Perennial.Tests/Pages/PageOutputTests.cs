using Microsoft.Extensions.Primitives;
using Perennial.Caching;
using Perennial.Pages;

namespace Perennial.Tests.Pages;

public sealed class PageOutputTests
{
    private static readonly PageOutput Some = new(
        404,
        "text/html; charset=utf-8",
        [new("Link", new StringValues(["</a>; rel=preload", "</ä>"])), new("X-Empty", "")],
        "body"u8.ToArray(),
        "gzip"u8.ToArray(),
        Array.Empty<byte>(),
        HasForm: true);

    [Fact]
    public void What_was_written_is_read_again()
    {
        var read = PageOutput.From(Entry(Some.ToSections()))!;

        Assert.Equal((404, "text/html; charset=utf-8", true), (read.Status, read.ContentType, read.HasForm));
        Assert.Equal(Some.Headers, read.Headers);
        Assert.Equal(Some.Body, read.Body);
        Assert.Equal(Some.Gzip, read.Gzip);
        Assert.True(read.Brotli.IsEmpty);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_is_written_how_brotli_was_made(bool isBest)
    {
        var read = PageOutput.From(Entry((Some with { IsBest = isBest }).ToSections()))!;

        Assert.Equal((isBest, true), (read.IsBest, read.HasForm));
    }

    [Fact]
    public void No_content_type_stays_none() =>
        Assert.Null(PageOutput.From(Entry((Some with { ContentType = null }).ToSections()))!.ContentType);

    [Fact]
    public void A_head_that_was_cut_anywhere_is_a_miss()
    {
        var sections = Some.ToSections();

        for (var length = 0; length < sections[0].Length; length++)
        {
            Assert.Null(PageOutput.From(Entry([sections[0][..length], .. sections.Skip(1)])));
        }
    }

    [Fact]
    public void A_byte_that_changed_is_a_page_or_a_miss_and_never_an_error()
    {
        var sections = Some.ToSections();
        for (var i = 0; i < sections[0].Length; i++)
        {
            foreach (var value in new byte[] { 0, 1, 127, 128, 255 })
            {
                var head = sections[0].ToArray();
                head[i] = value;

                var read = PageOutput.From(Entry([head, .. sections.Skip(1)]));

                Assert.True(read is null || read.Status is >= 200 and < 600);
            }
        }
    }

    [Fact]
    public void Another_version_or_another_shape_is_a_miss()
    {
        var sections = Some.ToSections();
        var head = sections[0].ToArray();
        head[0] = 2;

        Assert.Null(PageOutput.From(Entry([head, .. sections.Skip(1)])));
        Assert.Null(PageOutput.From(Entry([.. sections.Take(3)])));
        Assert.Null(PageOutput.From(Entry([])));
    }

    private static CacheEntry Entry(IReadOnlyList<ReadOnlyMemory<byte>> sections) => new(
        new()
        {
            Kind = CacheKind.Component,
            Tags = [],
            Position = new(Guid.Empty, 1),
            CreatedAt = DateTimeOffset.UnixEpoch,
            Lifetime = Lifetime.Of(60),
        },
        sections);
}
