using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Perennial.Pages;

namespace Perennial.Tests.Pages;

public sealed class UnreachedDeclarationsTests
{
    [Theory]
    [InlineData("POST")]
    [InlineData("PUT", "DELETE")]
    [InlineData("HEAD")]
    public void What_does_not_answer_GET_cannot_be_kept(params string[] methods) =>
        Assert.Equal(["/a"], Unreached(Endpoint("/a", methods, new PrerenderAttribute())));

    [Theory]
    [InlineData]
    [InlineData("get")]
    [InlineData("POST", "GET")]
    public void What_answers_GET_can(params string[] methods) =>
        Assert.Empty(Unreached(Endpoint("/a", methods, new PrerenderAttribute())));

    [Fact]
    public void What_says_nothing_of_methods_answers_all() =>
        Assert.Empty(Unreached(new RouteEndpoint(static _ => Task.CompletedTask, RoutePatternFactory.Parse("/a"), 0, new(new PrerenderAttribute()), "/a")));

    [Fact]
    public void The_last_word_counts() => Assert.Equal(["/a"], Unreached(
        Endpoint("/a", ["POST"], new DynamicPageAttribute(), new PrerenderAttribute()),
        Endpoint("/b", ["POST"], new PrerenderAttribute(), new DynamicPageAttribute()),
        Endpoint("/c", ["POST"])));

    [Fact]
    public void One_declaration_of_several_endpoints_needs_one_that_answers_GET()
    {
        var shared = new RevalidateAttribute(60);

        Assert.Empty(Unreached(Endpoint("/a", ["POST"], shared), Endpoint("/a", ["GET"], shared)));
        Assert.Empty(Unreached(Endpoint("/a", ["POST"], shared), Endpoint("/a", ["GET"], shared, new RevalidateAttribute(10))));
        Assert.Equal(["/a", "/b"], Unreached(Endpoint("/a", ["POST"], shared), Endpoint("/b", ["PUT"], shared)));
    }

    [Fact]
    public void Two_that_say_the_same_are_two_declarations() => Assert.Equal(["/a"], Unreached(
        Endpoint("/a", ["POST"], new RevalidateAttribute(60)), Endpoint("/b", ["GET"], new RevalidateAttribute(60))));

    private static IEnumerable<string?> Unreached(params Endpoint[] endpoints) =>
        UnreachedDeclarations.In(endpoints).Select(static endpoint => endpoint.DisplayName);

    private static RouteEndpoint Endpoint(string path, string[] methods, params object[] metadata) => new(
        static _ => Task.CompletedTask, RoutePatternFactory.Parse(path), 0, new([new HttpMethodMetadata(methods), .. metadata]), path);
}
