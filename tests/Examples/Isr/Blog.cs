using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Perennial.Examples.Isr;

/// <summary>The example's app: its pages, its endpoint, and an upstream of its own.</summary>
public sealed class Blog : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("perennial-").FullName;
    private readonly HttpClient _visitor = new();
    private readonly WebApplication _app;

    private Blog(Upstream upstream)
    {
        Upstream = upstream;
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration["RevalidateToken"] = "token";
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddHttpClient<PostClient>(client => client.BaseAddress = upstream.Address);
        builder.AddPerennial(options =>
        {
            options.SiteUrl = "https://example.com";
            options.Cache.Directory = Path.Combine(_folder, "cache");
            options.Deployment.BuildDirectory = Path.Combine(_folder, "build");
        });
        builder.Services.AddRazorComponents();

        _app = builder.Build();
        _app.UsePerennial();
        _app.UseAntiforgery();
        _app.MapRazorComponents<App>();
        _app.MapRevalidate();
    }

    public Upstream Upstream { get; }

    public FakeTimeProvider Time { get; } = new();

    public static async Task<Blog> StartAsync()
    {
        var blog = new Blog(await Upstream.StartAsync());
        await blog._app.StartAsync(TestContext.Current.CancellationToken);
        blog._visitor.BaseAddress = new Uri(blog._app.Urls.Single());
        return blog;
    }

    public async Task<(HttpStatusCode Status, string Text, string CacheControl)> VisitAsync(
        string path, string userAgent = "Mozilla/5.0")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Add("User-Agent", userAgent);
        using var response = await _visitor.SendAsync(request, TestContext.Current.CancellationToken);
        return (
            response.StatusCode,
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            response.Headers.NonValidated.TryGetValues("Cache-Control", out var values) ? values.ToString() : "");
    }

    /// <summary>Visits until a visit gets a text: a refresh behind a stale page comes about by itself.</summary>
    public Task VisitUntilAsync(string path, string text) => Eventually.ContainsAsync(text, async () => (await VisitAsync(path)).Text);

    public async ValueTask DisposeAsync()
    {
        _visitor.Dispose();
        await _app.DisposeAsync();
        await Upstream.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
