using System.Text;
using Perennial.Pages.Rendering;

namespace Perennial.Tests.Pages;

public sealed class OwnFormTests
{
    [Theory]
    [InlineData("<form method=\"post\">", true)]
    [InlineData("<form method='post'>", true)]
    [InlineData("<form method=post>", true)]
    [InlineData("<FORM METHOD = \"POST\">", true)]
    [InlineData("<form action=\"/x\"\n  method=\n'Post' class=\"a\">", true)]
    [InlineData("<form><button formmethod=post>", true)]
    [InlineData("<form>", false)]
    [InlineData("<form method=\"get\">", false)]
    [InlineData("<p method=\"post\">", false)]
    public void A_form_that_posts_is_one_however_it_is_written(string html, bool expected) =>
        Assert.Equal(expected, OwnForm.IsIn(Encoding.UTF8.GetBytes(html), "text/html; charset=utf-8"));

    [Fact]
    public void Only_HTML_has_forms() => Assert.False(OwnForm.IsIn("<form method=\"post\">"u8.ToArray(), "text/plain"));
}
