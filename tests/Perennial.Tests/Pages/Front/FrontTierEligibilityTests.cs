using Microsoft.AspNetCore.Cors;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Perennial.Pages.Front;

namespace Perennial.Tests.Pages.Front;

/// <summary>The whole table of what may be answered in front of everything else.</summary>
public sealed class FrontTierEligibilityTests
{
    public static TheoryData<string, object> NeedsTheRestOfThePipeline => new()
    {
        { "a named CORS policy", new EnableCorsAttribute("partners") },
        { "a CORS policy of its own", new CorsPolicyMetadata(new CorsPolicy()) },
        { "a rate limit", new EnableRateLimitingAttribute("slow") },
        { "a host", new HostAttribute("admin.example.com") },
    };

    public static TheoryData<string, object> IsNoneOfTheVisitorsBusiness => new()
    {
        { "the page's own declaration", new RevalidateAttribute(60) },
        { "no rate limit", new DisableRateLimitingAttribute() },
        { "any host", new HostAttribute([]) },
        { "a name", new EndpointNameMetadata("home") },
        { "methods", new HttpMethodMetadata(["GET"]) },
    };

    [Fact]
    public void A_page_of_its_own_path_is_answered_in_front() => Assert.True(Judge([]));

    [Theory]
    [MemberData(nameof(NeedsTheRestOfThePipeline))]
    public void What_depends_on_the_visitor_stays_behind(string what, object metadata) => Assert.False(Judge([metadata]), what);

    [Theory]
    [MemberData(nameof(IsNoneOfTheVisitorsBusiness))]
    public void What_does_not_is_answered_in_front(string what, object metadata) => Assert.True(Judge([metadata]), what);

    [Fact]
    public void One_reason_among_many_harmless_ones_is_enough() =>
        Assert.False(Judge([new RevalidateAttribute(60), new EndpointNameMetadata("home"), new EnableRateLimitingAttribute("slow")]));

    [Fact]
    public void A_path_that_two_endpoints_match_stays_behind() => Assert.False(Judge([], isOnlyCandidate: false));

    [Fact]
    public void Below_a_base_path_everything_stays_behind() => Assert.False(Judge([], hasPathBase: true));

    [Theory]
    [InlineData(false, false, true)]
    [InlineData(false, true, true)]
    [InlineData(true, false, false)]
    [InlineData(true, true, true)]
    public void Where_pages_have_languages_localization_must_stand_in_front_too(bool hasCulture, bool inFront, bool answered) =>
        Assert.Equal(answered, Judge([], hasCulture: hasCulture, hadCultureInFront: inFront));

    private static bool Judge(
        object[] metadata, bool isOnlyCandidate = true, bool hasPathBase = false, bool hasCulture = false, bool hadCultureInFront = false) =>
        FrontTierEligibility.Judge(new EndpointMetadataCollection(metadata), isOnlyCandidate, hasPathBase, hasCulture, hadCultureInFront);
}
