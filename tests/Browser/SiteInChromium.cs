using Microsoft.Playwright;

namespace Perennial.Browser;

/// <summary>samples/Site as its operator would run it (published, built, started, Production), and a Chromium to visit it.</summary>
public sealed class SiteInChromium(Chromium chromium) : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("perennial-browser-");
    private readonly HttpClient _client = new();
    private Command? _site;

    /// <summary>Where the site answers, without a slash at the end.</summary>
    public string Url { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var published = Path.Combine(_folder.FullName, "site");
        await Command.RunAsync(
            "dotnet",
            ["publish", Path.Combine(Repository.Root, "samples/Site"), "--no-build", "-c", Repository.Configuration, "-o", published, "-nodeReuse:false"]);
        var program = Path.Combine(published, "Site");
        await Command.RunAsync(program, ["build"], Environment());
        (_site, Url) = await Command.ServeAsync(program, ["start"], Environment());
    }

    /// <summary>A visitor with a cache and cookies of his own.</summary>
    /// <param name="width">The window's, in pixels.</param>
    /// <param name="obeysPolicy">Whether the site's own Content-Security-Policy applies, which would hinder the tests in running scripts of their own.</param>
    public async Task<Visitor> VisitorAsync(int width = 1440, bool obeysPolicy = false)
    {
        var context = await chromium.NewContextAsync(new()
        {
            BaseURL = Url,
            ViewportSize = new() { Width = width, Height = 900 },
            BypassCSP = !obeysPolicy,

            // Chromium takes no screenshot while one page turns into the next.
            ReducedMotion = ReducedMotion.Reduce,
        });
        return new Visitor(context, await context.NewPageAsync(), Url);
    }

    /// <summary>Asks without any browser until the server answers with a text: from then on an old page is the browser's.</summary>
    public Task WaitUntilServedAsync(string path, string text) => Eventually.ContainsAsync(text, () => _client.GetStringAsync(Url + path));

    public ValueTask DisposeAsync()
    {
        _site?.Dispose();
        _client.Dispose();
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private Dictionary<string, string> Environment() => new()
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Production",
        ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
        ["Site__Database"] = Path.Combine(_folder.FullName, "site.db"),
        ["Perennial__Cache__Directory"] = Path.Combine(_folder.FullName, "cache"),
        ["Perennial__Deployment__AssetArchive__Directory"] = Path.Combine(_folder.FullName, "assets"),
        ["Perennial__Deployment__BuildDirectory"] = Path.Combine(_folder.FullName, "build"),
    };
}
