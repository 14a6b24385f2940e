using System.Globalization;
using Microsoft.AspNetCore.Builder;

namespace Perennial.EndToEnd.Visitors;

/// <summary>A culture that an app sets by itself is no part of a page's key.</summary>
public sealed class OwnCultureTests
{
    [Fact]
    public async Task One_that_is_set_in_front_is_told_once_with_the_way_out()
    {
        using var reasons = new Reasons();
        await using var site = await StartAsync(reasons, static app =>
        {
            SetCulture(app);
            app.UsePerennial();
        });

        await site.TextAsync("/one");
        await site.TextAsync("/two");

        Assert.StartsWith("/one was rendered in the culture ", reasons.Text, StringComparison.Ordinal);
        Assert.Contains("its visitor came in eo|eo", reasons.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("/two", reasons.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_is_set_behind_is_there_in_a_render_too()
    {
        using var reasons = new Reasons();
        await using var site = await StartAsync(reasons, static app =>
        {
            app.UsePerennial();
            SetCulture(app);
        });

        Assert.Equal("eo", await site.TextAsync("/one"));
        Assert.Equal("", reasons.Text);
    }

    private static void SetCulture(WebApplication app) => app.Use(static (context, next) =>
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("eo");
        return next(context);
    });

    private static Task<TestSite> StartAsync(Reasons reasons, Action<WebApplication> use) => TestSite.StartAsync(
        app =>
        {
            app.MapGet("/one", static () => CultureInfo.CurrentUICulture.Name).Revalidate(60);
            app.MapGet("/two", static () => CultureInfo.CurrentUICulture.Name).Revalidate(60);
        },
        reasons.Add,
        use: use);
}
