using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Perennial.Imaging;

namespace Perennial.ImagingTests;

/// <summary>The whole way: an app that adds the package, on real Kestrel, with a cache and a log of its own.</summary>
internal sealed class CodecApp : IAsyncDisposable
{
    private readonly DirectoryInfo _cache = Directory.CreateTempSubdirectory("perennial-imaging-");
    private readonly HttpClient _client = new();
    private readonly WebApplication _app;

    private CodecApp(Action<PerennialOptions>? configure, Action<ImagingOptions>? imaging)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders().AddProvider(Logger);
        builder.AddPerennial(options =>
        {
            options.SiteUrl = "https://example.com";
            options.Cache.Directory = _cache.FullName;
            configure?.Invoke(options);
        }).AddImaging(imaging);
        builder.Services.AddRazorComponents();
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.UsePerennial();
    }

    public CollectingLogger Logger { get; } = new();

    public string Address => _client.BaseAddress!.OriginalString;

    public static async Task<CodecApp> StartAsync(
        Action<WebApplication> map, Action<PerennialOptions>? options = null, Action<ImagingOptions>? imaging = null)
    {
        var app = new CodecApp(options, imaging);
        map(app._app);
        await app._app.StartAsync(TestContext.Current.CancellationToken);
        app._client.BaseAddress = new(app._app.Urls.Single());
        return app;
    }

    /// <summary>Asks for the optimised picture, 640 pixels wide.</summary>
    public Task<HttpResponseMessage> AskAsync(string picture, string accept) =>
        GetAsync($"/_perennial/image?url={Uri.EscapeDataString(picture)}&w=640&q=75", accept);

    public async Task<HttpResponseMessage> GetAsync(string path, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return await _client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _client.Dispose();
        _cache.Delete(recursive: true);
    }
}
