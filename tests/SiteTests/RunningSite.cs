using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Perennial.SiteTests;

/// <summary>The sample site in Production on a real Kestrel, with a folder of its own and time that stands still.</summary>
public sealed partial class RunningSite : WebApplicationFactory<Program>
{
    private readonly string _folder = Directory.CreateTempSubdirectory("perennial-site-").FullName;

    public RunningSite()
    {
        UseKestrel(0);
        StartServer();
        // Not CreateClient: on Kestrel its handler follows redirects whatever the options say.
        Http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = ClientOptions.BaseAddress };
    }

    public HttpClient Http { get; }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 21, 10, 14, 3, TimeSpan.Zero));

    /// <summary>The page's text; the address must answer 200.</summary>
    public async Task<string> TextAsync(string path)
    {
        using var response = await Http.GetAsync(path);
        Assert.True(response.IsSuccessStatusCode, $"{path} answers {(int)response.StatusCode}.");
        return await response.Content.ReadAsStringAsync();
    }

    public async Task<HttpStatusCode> StatusAsync(string path)
    {
        using var response = await Http.GetAsync(path);
        return response.StatusCode;
    }

    /// <summary>What the cache says of the answer, for example <c>Perennial; hit; ttl=60</c>.</summary>
    public async Task<string> CacheStatusAsync(string path)
    {
        using var response = await Http.GetAsync(path);
        return response.Headers.TryGetValues("Cache-Status", out var values) ? string.Join(", ", values) : "";
    }

    /// <summary>Posts a form as a browser does that has just loaded it.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(string path, string form, params (string Name, string Value)[] fields)
    {
        var token = Token().Match(await TextAsync(path)).Groups[1].Value;
        Assert.NotEmpty(token);
        return await PostAsync(path, [("__RequestVerificationToken", token), ("_handler", form), .. fields]);
    }

    public Task<HttpResponseMessage> PostAsync(string path, params (string Name, string Value)[] fields) => Http.PostAsync(
        path, new FormUrlEncodedContent(fields.Select(static f => KeyValuePair.Create(f.Name, f.Value))));

    public async Task LogInAsync()
    {
        using var response = await SubmitAsync("/editor/login", "login", ("Password", "perennial"));
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
    }

    public override async ValueTask DisposeAsync()
    {
        Http.Dispose();

        // The factory does not wait for the program that runs the app, and pages may still be on their way to the disk.
        var lifetime = Services.GetRequiredService<IHostApplicationLifetime>();
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lifetime.ApplicationStopped.Register(stopped.SetResult);
        lifetime.StopApplication();
        await stopped.Task;
        await base.DisposeAsync();
        await ClosedAsync(Path.Combine(_folder, "cache", "lock"));
        Directory.Delete(_folder, recursive: true);
    }

    // After it has stopped, the program closes its stores, which write what waits; last of all it lets go of its folder.
    private static Task ClosedAsync(string held) => Eventually.IsTrueAsync(() =>
    {
        try
        {
            using var free = new FileStream(held, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    });

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production");
        builder.UseSetting("Site:Database", Path.Combine(_folder, "site.db"));
        builder.UseSetting("Perennial:Cache:Directory", Path.Combine(_folder, "cache"));
        builder.UseSetting("Perennial:Deployment:AssetArchive:Directory", Path.Combine(_folder, "assets"));
        builder.UseSetting("Perennial:Deployment:BuildDirectory", Path.Combine(_folder, "build"));
        builder.UseSetting("Logging:LogLevel:Default", "None");
        builder.ConfigureTestServices(services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Time)));
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
