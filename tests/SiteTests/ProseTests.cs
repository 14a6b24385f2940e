using Site.Magazine;

namespace Perennial.SiteTests;

public sealed class ProseTests
{
    [Theory]
    [InlineData("one\ntwo\n\nthree", "<p>one two</p><p>three</p>")]
    [InlineData("## Roots\nBelow.", "<h2>Roots</h2><p>Below.</p>")]
    [InlineData("- one\n  goes on\n- two", "<ul><li>one goes on</li><li>two</li></ul>")]
    [InlineData("1. one\n12. two", "<ol><li>one</li><li>two</li></ol>")]
    [InlineData("> Wait.\n> And see.", "<blockquote><p>Wait. And see.</p></blockquote>")]
    [InlineData("*a* and **b**", "<p><em>a</em> and <strong>b</strong></p>")]
    [InlineData("[seed](/shop/x)", "<p><a href=\"/shop/x\">seed</a></p>")]
    [InlineData("a\r\n\r\nb", "<p>a</p><p>b</p>")]
    public void It_knows_a_few_marks(string text, string html) => Assert.Equal(html, Prose.ToHtml(text).Value);

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("[x](//elsewhere.example)")]
    [InlineData("[x](/a\" onclick=\"b)")]
    [InlineData("## <img src=x>")]
    [InlineData("- \"><svg onload=x>")]
    public void Whatever_else_is_written_stays_text(string text)
    {
        var html = Prose.ToHtml(text).Value;

        Assert.DoesNotMatch("<(script|img|svg)|href=\"(javascript|//)|onclick=\"|onload=x>", html);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n\n")]
    [InlineData("\n\n\n\nlast")]
    [InlineData("## ")]
    [InlineData("- ")]
    public void Odd_text_is_no_error(string text) => Assert.DoesNotContain("##", Prose.ToHtml(text).Value, StringComparison.Ordinal);
}
