using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Options;

namespace Perennial.EndToEnd;

/// <summary>One time for all pages that say none.</summary>
public sealed class DefaultLifetimeTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_page_without_a_time_of_its_own_grows_back_by_the_sites(bool isConfigured)
    {
        var made = 0;
        await using var site = await TestSite.StartAsync(
            app =>
            {
                app.MapGet("/without", () => $"{++made}").Prerender();
                app.MapGet("/own", static () => Guid.NewGuid().ToString()).Revalidate(86_400);
            },
            builder => builder.Configuration["Perennial:Pages:DefaultLifetime"] = isConfigured ? "00:05:00" : null,
            options: options => options.Pages.DefaultLifetime ??= TimeSpan.FromMinutes(5));
        await site.TextAsync("/without");
        var own = await site.TextAsync("/own");

        using var first = await site.GetAsync("/without");
        site.Time.Advance(TimeSpan.FromSeconds(301));
        var stale = await site.TextAsync("/without");

        Assert.Equal("Perennial; hit; ttl=300", first.Header("Cache-Status"));
        Assert.Equal("1", stale);
        await Eventually.IsTrueAsync(async () => await site.TextAsync("/without") == "2");
        Assert.Equal(own, await site.TextAsync("/own"));
    }

    [Theory]
    [InlineData("00:00:00")]
    [InlineData("-00:00:05")]
    [InlineData("00:00:00.5")]
    [InlineData("400.00:00:00")]
    public async Task A_time_that_cannot_be_sent_is_refused_at_start(string time)
    {
        var error = await Assert.ThrowsAnyAsync<OptionsValidationException>(() => TestSite.StartAsync(
            static _ => { }, builder => builder.Configuration["Perennial:Pages:DefaultLifetime"] = time));

        Assert.StartsWith("PER1012 Perennial:Pages:DefaultLifetime", Assert.Single(error.Failures), StringComparison.Ordinal);
    }
}
