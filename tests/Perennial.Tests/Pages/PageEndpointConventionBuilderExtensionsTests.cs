using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Perennial.Pages;
using Perennial.Rules;

namespace Perennial.Tests.Pages;

public sealed class PageEndpointConventionBuilderExtensionsTests
{
    public static TheoryData<string> Calls => [nameof(PageEndpointConventionBuilderExtensions.Prerender), nameof(PageEndpointConventionBuilderExtensions.Revalidate)];

    [Theory, MemberData(nameof(Calls))]
    public void A_call_says_all_that_the_attribute_can_in_the_same_words(string call)
    {
        var method = typeof(PageEndpointConventionBuilderExtensions).GetMethod(call)!;

        Assert.Equal(
            typeof(KeptPageAttribute).GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .Select(static property => property.Name).Order(StringComparer.Ordinal),
            method.GetParameters().Where(static parameter => parameter.IsOptional)
                .Select(static parameter => char.ToUpperInvariant(parameter.Name![0]) + parameter.Name[1..]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_word_of_Prerender_arrives()
    {
        var told = Told<PrerenderAttribute>(Rule().Prerender(
            tags: ["a"], query: ["q"], unlisted: UnlistedPaths.NotFound, expireSeconds: 1, notFoundSeconds: 2, redirectSeconds: 3, contentIsInImage: false));

        AssertTold(told);
        Assert.False(told.ContentIsInImageOrDefault);
    }

    [Fact]
    public void Every_word_of_Revalidate_arrives()
    {
        var told = Told<RevalidateAttribute>(Rule().Revalidate(
            60, tags: ["a"], query: ["q"], unlisted: UnlistedPaths.NotFound, expireSeconds: 1, notFoundSeconds: 2, redirectSeconds: 3, contentIsInImage: true));

        AssertTold(told);
        Assert.Equal(60, told.Seconds);
        Assert.True(told.ContentIsInImageOrDefault);
    }

    [Fact]
    public void A_call_that_says_nothing_is_the_attribute_that_says_nothing()
    {
        AssertEqual(new PrerenderAttribute(), Told<PrerenderAttribute>(Rule().Prerender()));
        AssertEqual(new RevalidateAttribute(60), Told<RevalidateAttribute>(Rule().Revalidate(60)));
    }

    [Fact]
    public async Task Static_paths_need_only_their_provider_and_leave_a_route_handler_what_it_is()
    {
        await using var endpoints = WebApplication.CreateSlimBuilder().Build();
        RouteHandlerBuilder handler = endpoints.MapGet("/a/{slug}", static (string slug) => slug).Prerender().WithStaticPaths<NoPaths>();
        handler.Produces<string>();
        IEndpointConventionBuilder plain = endpoints.MapGet("/b/{slug}", static (HttpContext _) => Task.CompletedTask);
        plain.WithStaticPaths<NoPaths>().Revalidate(60).WithDisplayName("b");

        Assert.All(
            ((IEndpointRouteBuilder)endpoints).DataSources.SelectMany(static source => source.Endpoints),
            static endpoint => Assert.Equal(typeof(NoPaths), endpoint.Metadata.GetMetadata<IStaticPathsMetadata>()?.ProviderType));
    }

    // Also holds that a rewrite stays a rewrite behind each call.
    private static RewriteRule Rule() => new() { Source = "/shop/{slug}", Destination = "http://127.0.0.1/{slug}" };

    private static T Told<T>(RewriteRule rule)
        where T : KeptPageAttribute
    {
        var builder = new RouteEndpointBuilder(static _ => Task.CompletedTask, RoutePatternFactory.Parse(rule.Source), 0);
        rule.Apply(builder);
        return Assert.IsType<T>(Assert.Single(builder.Metadata));
    }

    private static void AssertTold(KeptPageAttribute told)
    {
        Assert.Equal(["a"], told.Tags);
        Assert.Equal(["q"], told.Query);
        Assert.Equal(UnlistedPaths.NotFound, told.Unlisted);
        Assert.Equal((1, 2, 3), (told.ExpireSeconds, told.NotFoundSeconds, told.RedirectSeconds));
    }

    private static void AssertEqual<T>(T expected, T actual)
        where T : KeptPageAttribute
    {
        Assert.Equal(expected.ContentIsInImageOrDefault, actual.ContentIsInImageOrDefault);
        Assert.All(typeof(T).GetProperties().Where(static property => property.Name is not nameof(Attribute.TypeId)), property =>
            Assert.Equal(property.GetValue(expected), property.GetValue(actual)));
    }

    private sealed class NoPaths : IStaticPathsProvider
    {
        public IAsyncEnumerable<RouteValueDictionary> GetPathsAsync(CancellationToken cancellationToken) => AsyncEnumerable.Empty<RouteValueDictionary>();
    }
}
