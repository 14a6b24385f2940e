using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Perennial.Examples.DynamicRendering;

/// <summary>Pages that declare nothing: static by themselves, until they ask for something of their visitor.</summary>
public sealed class DynamicRenderingTests : IAsyncLifetime
{
    private const string Dynamic = "private, no-cache, no-store, max-age=0, must-revalidate";

    private readonly string _folder = Directory.CreateTempSubdirectory("perennial-").FullName;
    private readonly HttpClient _visitor = new();
    private readonly WebApplication _app;

    public DynamicRenderingTests()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.AddPerennial(options =>
        {
            options.SiteUrl = "https://example.com";
            options.Pages.Auto = true;
            options.Cache.Directory = Path.Combine(_folder, "cache");
            options.Deployment.BuildDirectory = Path.Combine(_folder, "build");
        });
        builder.Services.AddRazorComponents();
        _app = builder.Build();
        _app.UsePerennial();
        _app.UseAntiforgery();
        _app.MapRazorComponents<Isr.App>();
    }

    [Fact]
    public async Task After_ConnectionAsync_configuration_is_read_for_each_request()
    {
        Set("one");
        var (first, cacheControl) = await VisitAsync("/runtime-value");
        Set("two");
        var (second, _) = await VisitAsync("/runtime-value");

        Assert.Contains("<p>one</p>", first, StringComparison.Ordinal);
        Assert.Contains("<p>two</p>", second, StringComparison.Ordinal);
        Assert.Equal(Dynamic, cacheControl);
    }

    [Fact]
    public async Task Without_it_the_page_is_static_and_keeps_what_it_read()
    {
        Set("one");
        var (first, cacheControl) = await VisitAsync("/build-time-value");
        Set("two");
        var (second, _) = await VisitAsync("/build-time-value");

        Assert.Contains("<p>one</p>", first, StringComparison.Ordinal);
        Assert.Equal(first, second);
        Assert.StartsWith("public", cacheControl, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/cookies")]
    [InlineData("/headers")]
    [InlineData("/query?tone=loud")]
    public async Task Reading_the_visitor_makes_a_page_dynamic(string path)
    {
        Set("one");
        await VisitAsync(path);
        Set("two");
        var (second, cacheControl) = await VisitAsync(path);

        Assert.Contains("<p>two loud</p>", second, StringComparison.Ordinal);
        Assert.Equal(Dynamic, cacheControl);
    }

    public async ValueTask InitializeAsync()
    {
        await _app.StartAsync(TestContext.Current.CancellationToken);
        _visitor.BaseAddress = new Uri(_app.Urls.Single());
        _visitor.DefaultRequestHeaders.Add("Cookie", "tone=loud");
        _visitor.DefaultRequestHeaders.Add("X-Tone", "loud");
    }

    public async ValueTask DisposeAsync()
    {
        _visitor.Dispose();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private void Set(string value) => _app.Services.GetRequiredService<IConfiguration>()["MY_VALUE"] = value;

    private async Task<(string Text, string CacheControl)> VisitAsync(string path)
    {
        using var response = await _visitor.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return (
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            response.Headers.NonValidated["Cache-Control"].ToString());
    }
}
