using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;
using Microsoft.Extensions.DependencyInjection;

namespace Perennial.EndToEnd.Matrix;

/// <summary>Where the app's routing chooses by more than the path, a kept page must not answer in front of it.</summary>
public sealed class ChosenByHeaderTests
{
    [Theory]
    [InlineData("/plants/rose")]
    [InlineData("/plants/{name}")]
    public async Task An_endpoint_for_some_visitors_is_found_though_the_page_of_the_others_is_kept(string pattern)
    {
        await using var site = await StartAsync(app => app.MapGet(pattern, static () => "for some").WithMetadata(new ForSome()).WithOrder(-1));

        Assert.Equal("rose", await site.TextAsync("/plants/rose"));
        Assert.Equal("rose", await site.TextAsync("/plants/rose"));
        using var some = await site.GetAsync("/plants/rose", static request => request.Headers.Add("X-Some", "yes"));

        Assert.Equal("for some", await some.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_endpoint_that_the_path_alone_rules_out_is_no_rival()
    {
        await using var site = await StartAsync(static app => app.MapGet("/plants/{number:int}", static (int number) => $"{number}"));
        await site.TextAsync("/plants/rose");

        using var hit = await site.GetAsync("/plants/rose");

        Assert.Equal("Perennial; hit; ttl=31536000", hit.Header("Cache-Status"));
        Assert.NotNull(site.Services.GetRequiredService<Pages.Front.FrontIndex>().Find(new DefaultHttpContext { Request = { Path = "/plants/rose" } }));
    }

    private static Task<TestSite> StartAsync(Action<WebApplication> map) => TestSite.StartAsync(
        app =>
        {
            map(app);
            app.MapGet("/plants/{name}", static (string name) => name).Prerender();
        },
        services: static builder => builder.Services.AddSingleton<MatcherPolicy, SomePolicy>());

    private sealed class ForSome;

    private sealed class SomePolicy : MatcherPolicy, IEndpointSelectorPolicy
    {
        public override int Order => 0;

        public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) =>
            endpoints.Any(static endpoint => endpoint.Metadata.GetMetadata<ForSome>() is not null);

        public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
        {
            for (var i = 0; i < candidates.Count; i++)
            {
                if (candidates[i].Endpoint.Metadata.GetMetadata<ForSome>() is not null && !httpContext.Request.Headers.ContainsKey("X-Some"))
                {
                    candidates.SetValidity(i, false);
                }
            }

            return Task.CompletedTask;
        }
    }
}
