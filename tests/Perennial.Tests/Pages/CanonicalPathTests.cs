using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Perennial.Pages;

namespace Perennial.Tests.Pages;

public sealed class CanonicalPathTests
{
    [Theory]
    [InlineData("/", "/", "/")]
    [InlineData("/blog", "/BLOG/", "/blog")]
    [InlineData("/Blog", "/blog", "/Blog")]
    [InlineData("/blog/{slug}", "/BLOG/Ab", "/blog/Ab")]
    [InlineData("/blog/{slug}", "/blog/a%2Fb", "/blog/a%2Fb")]
    [InlineData("/blog/{slug?}", "/BLOG", "/blog")]
    [InlineData("/blog/{slug?}", "/BLOG/Ab/", "/blog/Ab")]
    [InlineData("/blog/{page=1}", "/Blog/1", "/blog/1")]
    [InlineData("/docs/{**rest}", "/DOCS/A//b/", "/docs/A/b")]
    [InlineData("/docs/{*rest}", "/DOCS", "/docs")]
    [InlineData("/files/v{major}.{minor?}", "/FILES/V1.2", "/files/v1.2")]
    [InlineData("/files/v{major}.{minor?}", "/files/V1", "/files/V1")]
    [InlineData("/{culture}/about", "/de/ABOUT", "/de/about")]
    public void Literals_have_the_patterns_spelling_and_values_their_own(string pattern, string path, string canonical)
    {
        var parsed = RoutePatternFactory.Parse(pattern);

        Assert.Equal(canonical, CanonicalPath.Of(parsed, ValuesOf(parsed, path), path));
    }

    [Theory]
    [InlineData("/", "/")]
    [InlineData("/home", "/Home")]
    [InlineData("/HOME/index/", "/Home/Index")]
    [InlineData("/Home/Index/Ab", "/Home/Index/Ab")]
    public void Names_of_a_conventional_route_are_literals(string path, string canonical)
    {
        var pattern = RoutePatternFactory.Parse("/{controller=Home}/{action=Index}/{id?}");
        pattern = RoutePatternFactory.Parse(
            pattern.RawText!, defaults: null, parameterPolicies: null, requiredValues: new { controller = "Home", action = "Index" });

        var values = ValuesOf(pattern, path);

        Assert.Equal(canonical, CanonicalPath.Of(pattern, values, path));
        Assert.Equal(["Home", "Index"], CanonicalPath.Values(pattern, values).Take(2));
    }

    [Fact]
    public void A_canonical_path_is_the_same_instance()
    {
        var pattern = RoutePatternFactory.Parse("/blog/{slug}");
        var path = "/blog/" + new string('a', 3);

        Assert.Same(path, CanonicalPath.Of(pattern, ValuesOf(pattern, path), path));
    }

    [Fact]
    public void Values_stand_in_the_patterns_order_and_an_absent_one_is_not_an_empty_one()
    {
        var pattern = RoutePatternFactory.Parse("/{a}/{b}/{c?}");

        Assert.Equal(["1", "", null], CanonicalPath.Values(pattern, new() { ["b"] = "", ["a"] = 1 }));
    }

    [Theory]
    [InlineData("/blog/{slug}", "/BLOG/Ab", "/blog/Ab")]
    [InlineData("/blog/{page=1}", "/blog", "/blog")]
    [InlineData("/blog/{page=1}", "/blog/1", "/blog")]
    [InlineData("/blog/{page=1}", "/blog/2", "/blog/2")]
    [InlineData("/docs/{**rest}", "/docs/a/b", "/docs/a/b")]
    [InlineData("/docs/{**rest}", "/docs", "/docs")]
    [InlineData("/files/v{major}.{minor?}", "/files/v1.2", "/files/v1.2")]
    [InlineData("/", "/", "/")]
    public void All_paths_that_lead_to_one_entry_name_it_alike(string pattern, string path, string name)
    {
        var parsed = RoutePatternFactory.Parse(pattern);

        Assert.Equal(name, CanonicalPath.Name(parsed, CanonicalPath.Values(parsed, ValuesOf(parsed, path))));
    }

    private static RouteValueDictionary ValuesOf(RoutePattern pattern, string path)
    {
        var values = new RouteValueDictionary(pattern.Defaults);
        Assert.True(new Microsoft.AspNetCore.Routing.Template.TemplateMatcher(new(pattern), values).TryMatch(path, values), path);
        return values;
    }
}
