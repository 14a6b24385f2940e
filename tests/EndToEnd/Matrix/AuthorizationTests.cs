using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Perennial.EndToEnd.Matrix;

/// <summary>Authorization and keeping exclude each other.</summary>
public sealed class AuthorizationTests
{
    public static TheoryData<string> Kinds => GardenSite.Kinds;

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_kept_page_that_asks_for_authorization_is_refused_at_start(string kind)
    {
        var error = await Assert.ThrowsAsync<AggregateException>(() => GardenSite.StartAsync(
            kind, HeaderUser.Use, HeaderUser.Add, map: static (_, pages) => pages.RequireAuthorization()));

        var refused = error.InnerExceptions.Cast<PerennialException>().ToList();
        Assert.All(refused, static error => Assert.Equal("PER2130", error.Code));
        Assert.Contains(refused, error => error.Message.Contains($"/{kind}/plants/{{", StringComparison.OrdinalIgnoreCase));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_fallback_policy_refuses_every_kept_page_that_is_not_open_to_all(string kind)
    {
        var error = await Assert.ThrowsAsync<AggregateException>(() => GardenSite.StartAsync(kind, HeaderUser.Use, WithFallback));

        Assert.Contains(error.InnerExceptions, error => error.Message.Contains($"/{kind}/plants/", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(error.InnerExceptions, error => error.Message.Contains($"/{kind}/open", StringComparison.OrdinalIgnoreCase));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Under_a_fallback_policy_a_page_that_is_open_to_all_is_kept(string kind)
    {
        await using var site = await GardenSite.StartAsync(
            kind, HeaderUser.Use, WithFallback, map: static (_, pages) => pages.WithMetadata(new AllowAnonymousAttribute()));

        await site.GetAsync("plants/rose");

        Assert.True((await site.GetAsync("plants/rose")).IsHit);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_policy_that_only_shows_in_the_middleware_makes_no_page_of_its_redirect(string kind)
    {
        // A policy provider of the app's own may say something else at each request; only the answer tells.
        var provider = new LateFallback();
        await using var site = await GardenSite.StartAsync(kind, HeaderUser.Use, builder =>
        {
            HeaderUser.Add(builder);
            builder.Services.AddSingleton<IAuthorizationPolicyProvider>(provider);
        });
        provider.IsOn = true;

        var anna = await site.GetAsync("plants/rose", ("X-User", "anna"));
        var again = await site.GetAsync("plants/rose", ("X-User", "anna"));
        var nobody = await site.GetAsync("plants/rose");

        Assert.StartsWith("rose ", anna.Line, StringComparison.Ordinal);
        Assert.False(again.IsHit, again.CacheStatus);
        Assert.True(again.IsPrivate, again.CacheControl);
        Assert.Equal((HttpStatusCode.Redirect, "/login"), (nobody.Status, nobody["Location"]));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_page_that_looks_at_its_user_is_rendered_for_each(string kind)
    {
        await using var site = await GardenSite.StartAsync(kind, HeaderUser.Use, HeaderUser.Add);
        site.Garden.When("rose", static context => context.Response.Headers["X-Seen"] = context.User.Identity?.Name ?? "nobody");

        Assert.Equal("anna", (await site.GetAsync("plants/rose", ("X-User", "anna")))["X-Seen"]);
        Assert.Equal("nobody", (await site.GetAsync("plants/rose"))["X-Seen"]);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Authentication_that_stands_where_the_framework_puts_it_is_noticed_at_start(string kind)
    {
        var error = await Assert.ThrowsAsync<AggregateException>(() => GardenSite.StartAsync(kind, services: HeaderUser.Add));

        Assert.Equal("PER1021", Assert.IsType<PerennialException>(Assert.Single(error.InnerExceptions)).Code);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Authorization_that_nothing_behind_routing_decides_is_noticed_at_start(string kind)
    {
        var error = await Assert.ThrowsAsync<AggregateException>(() => GardenSite.StartAsync(
            kind,
            static app =>
            {
                app.UseAuthentication();
                app.UseAuthorization();
                app.UsePerennial().UseAntiforgery();
            },
            HeaderUser.Add,
            map: static (app, _) => app.MapGet("/secret", static () => "secret").RequireAuthorization()));

        Assert.Equal("PER1020", Assert.IsType<PerennialException>(Assert.Single(error.InnerExceptions)).Code);
    }

    [Fact]
    public async Task Requirements_without_an_attribute_are_authorization_too()
    {
        var error = await Assert.ThrowsAsync<AggregateException>(() => TestSite.StartAsync(
            static app => app.MapGet("/old", static () => "old").Prerender().WithMetadata(new OldEnough()), HeaderUser.Add, HeaderUser.Use));

        Assert.Equal("PER2130", Assert.IsType<PerennialException>(Assert.Single(error.InnerExceptions)).Code);
    }

    private static void WithFallback(WebApplicationBuilder builder)
    {
        HeaderUser.Add(builder);
        builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(SomeUser());
    }

    private static AuthorizationPolicy SomeUser() => new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();

    private sealed class LateFallback : IAuthorizationPolicyProvider
    {
        public bool IsOn { get; set; }

        public Task<AuthorizationPolicy> GetDefaultPolicyAsync() => Task.FromResult(SomeUser());

        public Task<AuthorizationPolicy?> GetFallbackPolicyAsync() => Task.FromResult(IsOn ? SomeUser() : null);

        public Task<AuthorizationPolicy?> GetPolicyAsync(string policyName) => Task.FromResult<AuthorizationPolicy?>(null);
    }

    [AttributeUsage(AttributeTargets.Class)]
    private sealed class OldEnough : Attribute, IAuthorizationRequirementData
    {
        public IEnumerable<IAuthorizationRequirement> GetRequirements() => [];
    }
}
