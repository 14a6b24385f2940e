using Perennial.Http;
using static Perennial.Http.RawTarget.Verdict;

namespace Perennial.Tests.Http;

public sealed class RawTargetTests
{
    [Theory]
    [InlineData("/", "/")]
    [InlineData("/blog/post-1?x=%zz", "/blog/post-1")]
    [InlineData("/caf%C3%A9", "/café")]
    [InlineData("/a%2Fb", "/a%2Fb")]
    [InlineData("/a%2fb", "/a%2fb")]
    [InlineData("/100%25", "/100%")]
    [InlineData("/100%25?sale=50%", "/100%")]
    [InlineData("/%25zz", "/%zz")]
    [InlineData("/%F0%9F%8C%B1%25", "/🌱%")]
    [InlineData("/%25%C3%A9x%E2%82%AC", "/%éx€")]
    [InlineData("http://example.com/100%25", "/100%")]
    // A synthetic request has no raw target.
    [InlineData("", "/100%")]
    public void A_path_that_decodes_whole_is_fine(string raw, string path) => Assert.Equal(WellFormed, RawTarget.Check(raw, path));

    [Theory]
    [InlineData("/%zz", "/%zz")]
    [InlineData("/%", "/%")]
    [InlineData("/a%2", "/a%2")]
    [InlineData("/%+1", "/%+1")]
    [InlineData("/% 1", "/% 1")]
    [InlineData("/%e9", "/%e9")]
    [InlineData("/caf%e9/x", "/caf%e9/x")]
    [InlineData("/%c0%af", "/%c0%af")]
    [InlineData("/%C3%2F", "/%C3%2F")]
    [InlineData("/%C3a", "/%C3a")]
    [InlineData("/%ed%a0%80", "/%ed%a0%80")]
    [InlineData("/%f4%90%80%80", "/%f4%90%80%80")]
    [InlineData("/%ff", "/%ff")]
    [InlineData("/ok%25/%zz", "/ok%/%zz")]
    public void An_escape_that_is_no_character_is_malformed(string raw, string path) =>
        Assert.Equal(Malformed, RawTarget.Check(raw, path));

    [Theory]
    [InlineData("/a%0d%0aSet-Cookie:x", "/a\r\nSet-Cookie:x")]
    [InlineData("/a%0a", "/a\n")]
    [InlineData("/%1b[31m", "/\u001b[31m")]
    [InlineData("/%09", "/\t")]
    [InlineData("/%7f", "/\u007f")]
    [InlineData("/%C2%85", "/\u0085")]
    public void A_control_character_in_the_decoded_path_is_malformed(string raw, string path) =>
        Assert.Equal(Malformed, RawTarget.Check(raw, path));

    [Theory]
    [InlineData("/blog/post-1?page=2", "/blog/post-1")]
    [InlineData("/a%2Fb/%C3%A9", "/a%2Fb/é")]
    public void Nothing_is_allocated(string raw, string path) => Allocations.None(() => RawTarget.Check(raw, path));
}
