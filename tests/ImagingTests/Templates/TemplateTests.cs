namespace Perennial.ImagingTests.Templates;

/// <summary>README's steps, on the app that each template makes.</summary>
public sealed class TemplateTests(TemplateApps apps) : IClassFixture<TemplateApps>
{
    public static TheoryData<string> Names => [.. TemplateApps.All.Where(static app => !app.HasOwnLayout).Select(static app => app.Name)];

    [Theory, MemberData(nameof(Names))]
    public async Task A_page_of_a_new_app_is_kept(string name)
    {
        var (code, told) = await apps.BuildAsync(name);
        Assert.True(code is 0, told);
        await using var app = await apps.StartAsync(name);
        using var client = new HttpClient { BaseAddress = app.Address };
        var page = new Uri(TemplateApps.All.Single(app => app.Name == name).Page, UriKind.Relative);

        // Of each kind, also behind a conventional route: the build has made it, and the first visit gets it.
        using var answer = await client.GetAsync(page, TestContext.Current.CancellationToken);

        Assert.True(answer.IsSuccessStatusCode, answer.ToString());
        Assert.True(answer.Headers.GetValues("Cache-Status").Single().StartsWith("Perennial; hit", StringComparison.Ordinal), $"{answer}\n{app.Said}");
    }

    [Theory]
    [InlineData("blazorrefused", "the user in <AuthorizeView> of blazorrefused.Components.Layout.NavMenu (give pages that are kept a layout without it")]
    [InlineData("pagesrefused", "_LoginPartial.cshtml")]
    public async Task A_page_that_shows_who_is_signed_in_is_refused_with_what_shows_it(string name, string because)
    {
        var (code, told) = await apps.BuildAsync(name);

        Assert.Equal(1, code);
        Assert.Contains("PER3104", told, StringComparison.Ordinal);
        Assert.Contains(because, told, StringComparison.Ordinal);
        Assert.DoesNotContain("IdentityRevalidating", told, StringComparison.Ordinal);
    }
}
