using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Perennial.SiteTests;

/// <summary>The example of docs/testing.md.</summary>
public sealed class FrontPageTests : WebApplicationFactory<Program>
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task It_is_made_once_and_grows_back_after_a_minute()
    {
        using var client = CreateClient();

        Assert.Equal("Perennial; fwd=uri-miss; stored", await VisitAsync(client));
        Assert.Equal("Perennial; hit; ttl=60", await VisitAsync(client));

        _time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal("Perennial; hit; ttl=-1", await VisitAsync(client));      // the old page; a new one is made behind it
    }

    [Fact]
    public async Task It_is_new_after_a_change()
    {
        using var client = CreateClient();
        await VisitAsync(client);

        await Services.GetRequiredService<IRevalidator>().ExpireAsync(CacheTag.Path("/"));

        Assert.DoesNotContain("hit", await VisitAsync(client), StringComparison.Ordinal);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production");                                  // in Development nothing is kept
        builder.UseSetting("Site:Database", Path.Join(Path.GetTempPath(), Path.GetRandomFileName()));   // the app's own; yours has others
        builder.ConfigureTestServices(services => services.AddSingleton<TimeProvider>(_time));
    }

    private static async Task<string> VisitAsync(HttpClient client)
    {
        using var page = (await client.GetAsync("/")).EnsureSuccessStatusCode();
        return page.Headers.GetValues("Cache-Status").Single();
    }
}
