using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Perennial.EndToEnd;

/// <summary>An app on a real Kestrel, with a folder of its own and time that stands still.</summary>
public sealed class TestSite : IAsyncDisposable
{
    private readonly WebApplication _app;
    private bool _ownsFolder;

    private TestSite(WebApplication app, FakeTimeProvider time, string folder, bool ownsFolder)
    {
        (_app, Time, Folder, _ownsFolder) = (app, time, folder, ownsFolder);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }) { BaseAddress = new(address) };
    }

    public HttpClient Http { get; }

    public FakeTimeProvider Time { get; }

    public string Folder { get; }

    public IServiceProvider Services => _app.Services;

    public IRevalidator Revalidator => Services.GetRequiredService<IRevalidator>();

    /// <summary>Starts an app.</summary>
    /// <param name="map">Maps endpoints, after the pipeline.</param>
    /// <param name="services">Adds services and settings.</param>
    /// <param name="use">The pipeline; by default <c>UsePerennial</c> alone.</param>
    /// <param name="options">Perennial's options.</param>
    /// <param name="environment">The environment's name.</param>
    /// <param name="perennial">Adds Perennial's optional parts.</param>
    /// <param name="folder">A cache folder to go on with, as after a restart.</param>
    public static async Task<TestSite> StartAsync(
        Action<WebApplication> map,
        Action<WebApplicationBuilder>? services = null,
        Action<WebApplication>? use = null,
        Action<PerennialOptions>? options = null,
        string environment = "Production",
        Action<PerennialBuilder>? perennial = null,
        string? folder = null)
    {
        var root = folder ?? Directory.CreateTempSubdirectory("perennial-").FullName;
        var time = new FakeTimeProvider();
        var app = Create([], time, root, map, services, use, options, environment, perennial);
        try
        {
            await app.StartAsync(TestContext.Current.CancellationToken);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return new(app, time, root, folder is null);
    }

    /// <summary>Runs <c>build</c> for an app.</summary>
    /// <returns>What it printed, and the folder that a start goes on with.</returns>
    public static async Task<(string Output, string Folder)> BuildAsync(
        Action<WebApplication> map,
        Action<WebApplicationBuilder>? services = null,
        Action<WebApplication>? use = null,
        Action<PerennialOptions>? options = null)
    {
        var root = Directory.CreateTempSubdirectory("perennial-").FullName;
        await using var app = Create(["build"], new FakeTimeProvider(), root, map, services, use, options, "Production", null);
        using var output = new StringWriter();
        await BuildVerb.RunAsync(app, output, isTerminal: false);
        return (output.ToString(), root);
    }

    private static WebApplication Create(
        string[] args,
        FakeTimeProvider time,
        string root,
        Action<WebApplication> map,
        Action<WebApplicationBuilder>? services,
        Action<WebApplication>? use,
        Action<PerennialOptions>? options,
        string environment,
        Action<PerennialBuilder>? perennial)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            EnvironmentName = environment,
            ApplicationName = typeof(TestSite).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(time));
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Configuration["Perennial:Deployment:BuildDirectory"] = Path.Combine(root, "build");
        var added = builder.AddPerennial(settings =>
        {
            settings.SiteUrl = "https://garden.test";
            settings.Cache.Directory = Path.Combine(root, "cache");
            settings.Deployment.AssetArchive.Directory = Path.Combine(root, "assets");
            options?.Invoke(settings);
        });
        perennial?.Invoke(added);
        services?.Invoke(builder);

        var app = builder.Build();
        if (use is null)
        {
            app.UsePerennial();
        }
        else
        {
            use(app);
        }

        map(app);
        return app;
    }

    public Task<HttpResponseMessage> GetAsync(string path, Action<HttpRequestMessage>? change = null) =>
        SendAsync(HttpMethod.Get, path, change);

    public Task<string> TextAsync(string path) => Http.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        change?.Invoke(request);
        return await Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Stops the app and leaves its folder, as a restart does.</summary>
    public async Task<string> StopAsync()
    {
        _ownsFolder = false;
        Http.Dispose();
        await _app.StopAsync(TestContext.Current.CancellationToken);
        await _app.DisposeAsync();
        return Folder;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        if (_ownsFolder)
        {
            await Eventually.IsTrueAsync(() => Task.FromResult(TryDelete(Folder)));
        }
    }

    // A write that was given up on may still be at it.
    private static bool TryDelete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
            return true;
        }
        catch (IOException)
        {
            return !Directory.Exists(folder);
        }
    }
}
