using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Perennial.EndToEnd.App.Components.Addresses;
using Perennial.EndToEnd.Matrix;

namespace Perennial.EndToEnd.Visitors;

/// <summary>What only components read: the address of the navigation manager, and the user by an AuthorizeView.</summary>
public sealed class ComponentReadTests
{
    [Theory]
    [InlineData("address-at-once", "NavigationManager.Uri) in Perennial.EndToEnd.App.Components.Addresses.AtOnce.OnInitialized")]
    [InlineData("address-later", "NavigationManager.Uri) in Perennial.EndToEnd.App.Components.Addresses.Later.OnInitializedAsync")]
    [InlineData("address-in-markup", "NavigationManager.Uri) in Perennial.EndToEnd.App.Components.Addresses.InMarkup.BuildRenderTree")]
    [InlineData("address-in-fragment", "NavigationManager.Uri) in Perennial.EndToEnd.App.Components.Addresses.InFragment.BuildRenderTree")]
    [InlineData("address-by-helper", "NavigationManager.Uri) in Perennial.EndToEnd.App.Components.Addresses.AddressExtensions.QueryOf")]
    [InlineData("address-extended", "NavigationManager.Uri) in Perennial.EndToEnd.App.Components.Addresses.Extended.BuildRenderTree")]
    [InlineData("address-in-filter", "NavigationManager.Uri) in Perennial.EndToEnd.App.Components.Addresses.InFilter.BuildRenderTree")]
    [InlineData("address-of-service", "NavigationManager.Uri) in Perennial.EndToEnd.App.Components.Addresses.Place.get_Current")]
    [InlineData("address-of-constructor", "NavigationManager.Uri) in Perennial.EndToEnd.App.Components.Addresses.Whereabouts..ctor")]
    [InlineData("gate", "the user in <AuthorizeView> of Perennial.EndToEnd.App.Components.Addresses.Gated")]
    [InlineData("request-in-component", "the header 'X-Name' in Perennial.EndToEnd.App.Components.Addresses.WithRequest")]
    public async Task What_a_component_reads_is_noticed_and_named(string page, string because)
    {
        using var reasons = new Reasons();
        await using var site = await StartAsync(reasons);

        var answer = await site.GetAsync(page);

        Assert.True(answer.IsPrivate, answer.CacheControl + answer.Text);
        Assert.Contains(because, reasons.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("address-in-handler")]
    [InlineData("address-declared?sort=name")]
    [InlineData("address-of-links")]
    [InlineData("address-later-on")]
    public async Task What_reads_no_undeclared_query_is_kept(string page)
    {
        using var reasons = new Reasons();
        await using var site = await StartAsync(reasons);

        await site.GetAsync(page);
        var answer = await site.GetAsync(page);

        Assert.True(answer.IsHit, answer.CacheStatus + reasons.Text);
    }

    [Theory]
    [InlineData("trace")]
    [InlineData("span")]
    [InlineData("id")]
    public async Task A_page_that_shows_its_trace_is_not_kept(string what)
    {
        using var reasons = new Reasons();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name is "Perennial",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        await using var site = await TestSite.StartAsync(
            app => app.MapGet("/error", () => what switch
            {
                "trace" => Activity.Current?.TraceId.ToString(),
                "span" => Activity.Current?.SpanId.ToString(),
                _ => Activity.Current?.Id,
            }).Revalidate(60),
            reasons.Add);

        using var response = await site.GetAsync("/error");

        Assert.Contains("no-store", response.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.Contains("the trace that it is rendered in (Activity.Current)", reasons.Text, StringComparison.Ordinal);
    }

    private static Task<GardenSite> StartAsync(Reasons reasons) => GardenSite.StartAsync(
        "component",
        HeaderUser.Use,
        builder =>
        {
            reasons.Add(builder);
            HeaderUser.Add(builder);
            builder.Services.AddScoped<IPlace, Place>().AddScoped<Whereabouts>();
            builder.Services.AddCascadingAuthenticationState();
        });
}
