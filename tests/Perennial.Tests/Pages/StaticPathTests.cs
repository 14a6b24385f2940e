using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Perennial.Pages;

namespace Perennial.Tests.Pages;

public sealed class StaticPathTests
{
    [Theory]
    [InlineData("/", "", "/")]
    [InlineData("/about", "", "/about")]
    [InlineData("/blog/{slug}", "slug=hello", "/blog/hello")]
    [InlineData("/blog/{slug}", "slug=a/b", "/blog/a%2Fb")]
    [InlineData("/blog/{slug}", "slug=ä b", "/blog/ä b")]
    [InlineData("/blog/{slug?}", "", "/blog")]
    [InlineData("/{culture}/{slug?}", "culture=de", "/de")]
    [InlineData("/{slug?}", "", "/")]
    [InlineData("/docs/{*rest}", "rest=a/b", "/docs/a/b")]
    [InlineData("/docs/{**rest}", "rest=/a/b", "/docs/a/b")]
    [InlineData("/docs/{**rest}", "", "/docs")]
    [InlineData("/blog/{page=1}", "", "/blog/1")]
    [InlineData("/{a}-{b}.html", "a=1;b=2", "/1-2.html")]
    public void Values_become_the_path_that_a_request_would_have(string pattern, string values, string path)
    {
        Assert.Equal(path, StaticPath.Of(RoutePatternFactory.Parse(pattern), Values(values), out var missing));
        Assert.Null(missing);
    }

    [Theory]
    [InlineData("/blog/{slug}", "", "slug")]
    [InlineData("/blog/{slug}", "slug=", "slug")]
    [InlineData("/{a}/{b}", "a=1", "b")]
    public void A_value_that_is_missing_is_named(string pattern, string values, string expected)
    {
        Assert.Null(StaticPath.Of(RoutePatternFactory.Parse(pattern), Values(values), out var missing));
        Assert.Equal(expected, missing);
    }

    [Theory]
    [InlineData("", "/Home/Story")]
    [InlineData("id=a", "/Home/Story/a")]
    [InlineData("controller=Other;id=a", "/Home/Story/a")]
    public void What_makes_an_action_that_action_need_not_be_listed(string values, string path)
    {
        var named = new { controller = "Home", action = "Story" };
        var pattern = RoutePatternFactory.Parse("{controller=Home}/{action}/{id?}", defaults: null, parameterPolicies: null, requiredValues: named);

        Assert.Equal(path, StaticPath.Of(pattern, Values(values), out var missing));
        Assert.Null(missing);
        Assert.Equal("Story", StaticPath.RoutedValues(pattern, Values(values))["action"]);
    }

    private static RouteValueDictionary Values(string text) => new(
        text.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(static item => item.Split('='))
            .ToDictionary(static item => item[0], static item => (object?)item[1]));
}
