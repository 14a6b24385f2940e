using Perennial.Http;
using Perennial.Pages.Front;

namespace Perennial.Tests.Pages.Front;

public sealed class DefaultCacheControlTests
{
    private const string Html = "text/html; charset=utf-8";

    private static readonly DefaultCacheControl.Facts Nothing = new(200, "", "application/json", false, false, false, false);

    [Theory]
    [InlineData("no-store")]
    [InlineData("public, max-age=60")]
    public void A_fingerprinted_file_is_immutable_whatever_anybody_set(string set) =>
        Assert.Equal(
            "public, max-age=31536000, immutable",
            DefaultCacheControl.For(Nothing with { CacheControl = set, IsFile = true, IsFingerprinted = true }));

    [Fact]
    public void A_fingerprinted_name_that_is_not_there_is_not_immutable() =>
        Assert.Equal(FreshnessHeaders.Private, DefaultCacheControl.For(Nothing with { Status = 404, IsFingerprinted = true }));

    [Fact]
    public void An_error_is_nobodys_to_keep_even_when_the_page_had_said_otherwise() =>
        Assert.Equal(FreshnessHeaders.Private, DefaultCacheControl.For(Nothing with { Status = 500, CacheControl = "public, max-age=60" }));

    [Fact]
    public void What_the_app_said_stays() =>
        Assert.Null(DefaultCacheControl.For(Nothing with { CacheControl = "public, max-age=60", IsPage = true, ContentType = Html }));

    [Fact]
    public void A_file_may_be_kept_and_must_be_asked_for() =>
        Assert.Equal("public, max-age=0", DefaultCacheControl.For(Nothing with { IsFile = true }));

    [Fact]
    public void A_page_html_a_redirect_an_error_and_whatever_sets_a_cookie_are_private()
    {
        Assert.All(
            [
                Nothing with { IsPage = true },
                Nothing with { ContentType = Html },
                Nothing with { Status = 302 },
                Nothing with { Status = 404 },
                Nothing with { SetsCookie = true },
            ],
            static facts => Assert.Equal(FreshnessHeaders.Private, DefaultCacheControl.For(facts)));
    }

    [Fact]
    public void An_apps_own_answer_without_cookies_is_left_alone() => Assert.Null(DefaultCacheControl.For(Nothing));
}
