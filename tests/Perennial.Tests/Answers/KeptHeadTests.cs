using Microsoft.Extensions.Primitives;
using Perennial.Answers;
using Perennial.Http;

namespace Perennial.Tests.Answers;

public sealed class KeptHeadTests
{
    private static readonly KeptFacts Page = new(200, "public, max-age=0, must-revalidate, s-maxage=60", "max-age=60", "W/\"tag\"", "Accept-Encoding");
    private static readonly KeptFacts Picture = new(200, "public, max-age=60, must-revalidate", StringValues.Empty, "\"tag\"", "Accept");
    private static readonly AskedFor Anybody = new(StringValues.Empty, StringValues.Empty, CultureVary: null, IsCachedByApp: false, IsToldOfCache: true);
    private static readonly HitClock Clock = new(60);

    [Fact]
    public void What_is_fresh_says_what_was_kept_with_it()
    {
        var head = Decide(Page, Anybody);

        Assert.Equal((200, Page.CacheControl, Page.CdnCacheControl, Page.ETag), (head.Status, head.CacheControl, head.CdnCacheControl, head.ETag));
        Assert.Equal("20; Perennial; hit; ttl=40", $"{head.Age}; {head.CacheStatus}");
        Assert.True(head.HasContent);
    }

    [Fact]
    public void What_is_outdated_is_kept_by_nobody_and_a_picture_says_no_more_fields_than_before()
    {
        var (page, picture) = (Decide(Page, Anybody, isOutdated: true), Decide(Picture, Anybody, isOutdated: true));

        Assert.Equal("public, max-age=0, must-revalidate; max-age=0", $"{page.CacheControl}; {page.CdnCacheControl}");
        Assert.Equal("public, max-age=0, must-revalidate", picture.CacheControl);
        Assert.Equal(0, picture.CdnCacheControl.Count);
    }

    [Fact]
    public void A_cache_in_the_app_itself_which_hears_of_no_invalidation_keeps_neither_a_page_nor_a_picture()
    {
        var asked = Anybody with { IsCachedByApp = true };

        Assert.Equal("max-age=0, must-revalidate, s-maxage=60", Decide(Page, asked).CacheControl);
        Assert.Equal("max-age=60, must-revalidate", Decide(Picture, asked).CacheControl);
    }

    [Fact]
    public void Who_has_it_already_gets_304_with_the_same_head()
    {
        var head = Decide(Page, Anybody with { IfNoneMatch = "W/\"tag\"" });

        Assert.Equal((304, Page.CacheControl, Page.ETag, false), (head.Status, head.CacheControl, head.ETag, head.HasContent));
    }

    [Fact]
    public void A_kept_not_found_is_never_304() =>
        Assert.Equal(404, Decide(Page with { Status = 404 }, Anybody with { IfNoneMatch = "W/\"tag\"" }).Status);

    [Fact]
    public void Vary_names_what_stood_there_then_the_culture_then_its_own() =>
        Assert.Equal(
            new StringValues(["Origin", "Accept-Language, Cookie", "Accept-Encoding"]),
            Decide(Page, Anybody with { Vary = "Origin", CultureVary = "Accept-Language, Cookie" }).Vary);

    [Fact]
    public void Cache_Status_is_what_the_read_says_before_what_the_clock_says() =>
        Assert.Equal(CacheStatus.MissStored, KeptHead.Decide(Page, Anybody, Clock.At(default), isOutdated: false, CacheStatus.MissStored).CacheStatus);

    [Fact]
    public void Cache_Status_is_not_sent_where_it_is_off() => Assert.Equal(0, Decide(Page, Anybody with { IsToldOfCache = false }).CacheStatus.Count);

    private static KeptHead Decide(KeptFacts kept, AskedFor asked, bool isOutdated = false) =>
        KeptHead.Decide(kept, asked, Clock.At(TimeSpan.FromSeconds(20)), isOutdated, cacheStatus: null);
}
