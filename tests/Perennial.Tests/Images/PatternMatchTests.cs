using Perennial.Images;

namespace Perennial.Tests.Images;

public sealed class PatternMatchTests
{
    [Theory]
    [InlineData("https://img.test/**", "https://img.test/a/b.png")]
    [InlineData("https://img.test", "https://img.test/a.png")]
    [InlineData("https://img.test/up/*.png", "https://img.test/up/*.png")]
    [InlineData("https://img.test/*/big", "https://img.test/a/big")]
    [InlineData("https://*.img.test/**", "https://a.img.test/x")]
    [InlineData("https://**.img.test/**", "https://a.b.img.test/x")]
    [InlineData("http://img.test:8080/**", "http://img.test:8080/x")]
    [InlineData("https://img.test/**?**", "https://img.test/x?y=1")]
    public void What_fits_is_allowed(string pattern, string url) => Assert.True(Remote(pattern).Fits(new Uri(url)));

    [Theory]
    [Trait("Proves", "S-68")]
    [InlineData("https://img.test/**", "http://img.test/a.png")]
    [InlineData("https://img.test/**", "https://img.test:8443/a.png")]
    [InlineData("https://img.test/**", "https://img.test.evil.test/a.png")]
    [InlineData("https://img.test/**", "https://evilimg.test/a.png")]
    [InlineData("https://img.test/**", "https://a.img.test/a.png")]
    [InlineData("https://img.test/**", "https://img.test/a.png?x=1")]
    [InlineData("https://*.img.test/**", "https://img.test/x")]
    [InlineData("https://*.img.test/**", "https://a.b.img.test/x")]
    [InlineData("https://img.test/public/**", "https://img.test/public-secret/a.png")]
    [InlineData("https://img.test/public/**", "https://img.test/public/../secret.png")]
    [InlineData("https://img.test/public/**", "https://img.test/PUBLIC/a.png")]
    public void What_does_not_fit_is_not(string pattern, string url) => Assert.False(Remote(pattern).Fits(new Uri(url)));

    [Theory]
    [InlineData("/photos/**", "/photos/a/b.png", "", true)]
    [InlineData("/photos/**", "/photos-secret/a.png", "", false)]
    [InlineData("/photos/**", "/photos/a.png", "?x=1", false)]
    [InlineData("/photos/**?**", "/photos/a.png", "?x=1", true)]
    public void A_local_pattern_is_compared_segment_by_segment(string pattern, string path, string query, bool expected) =>
        Assert.Equal(expected, PatternMatch.Read(pattern, isRemote: false).Match!.Fits(path, query));

    [Theory]
    [InlineData("img.test/**")]
    [InlineData("ftp://img.test/**")]
    [InlineData("https:///a")]
    [InlineData("https://**/a")]
    [InlineData("https://*/a")]
    [InlineData("https://*.*/a")]
    [InlineData("https://a.**.test/a")]
    [InlineData("https://img.test:http/a")]
    [InlineData("https://img_test/**")]
    [InlineData("https://img.test/**/a")]
    public void A_pattern_that_names_no_host_or_no_path_is_wrong(string pattern) =>
        Assert.NotNull(PatternMatch.Read(pattern, isRemote: true).Problem);

    private static PatternMatch Remote(string pattern) => PatternMatch.Read(pattern, isRemote: true).Match!;
}
