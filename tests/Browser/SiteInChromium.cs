using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Perennial.Browser;

/// <summary>samples/Site as its operator would run it (published, built, started, Production), and a Chromium to visit it.</summary>
public sealed partial class SiteInChromium : IAsyncLifetime
{
    // Debian's own Chromium: nothing is downloaded.
    private static readonly BrowserTypeLaunchOptions Launch = new()
    {
        ExecutablePath = "/usr/bin/chromium",
        Args =
        [
            "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync",
        ],
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("perennial-browser-");
    private readonly HttpClient _client = new();
    private Command? _site;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Where the site answers, without a slash at the end.</summary>
    public string Url { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var published = Path.Combine(_folder.FullName, "site");
        await Command.RunAsync(
            "dotnet",
            ["publish", Path.Combine(Repository.Root, "samples/Site"), "--no-build", "-c", Configuration(), "-o", published, "-nodeReuse:false"]);
        var program = Path.Combine(published, "Site");
        await Command.RunAsync(program, ["build"], Environment());
        Url = await StartAsync(program);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(Launch);
    }

    /// <summary>A visitor with a cache and cookies of his own.</summary>
    public async Task<Visitor> VisitorAsync(int width = 1440)
    {
        var context = await _browser!.NewContextAsync(new()
        {
            BaseURL = Url,
            ViewportSize = new() { Width = width, Height = 900 },
            // The site's own policy forbids every script, so also the fetch() that the tests are about.
            BypassCSP = true,
        });
        return new Visitor(context, await context.NewPageAsync(), Url);
    }

    /// <summary>Asks without any browser until the server answers with a text: from then on an old page is the browser's.</summary>
    public async Task WaitUntilServedAsync(string path, string text)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!(await _client.GetStringAsync(Url + path, limit.Token)).Contains(text, StringComparison.Ordinal))
        {
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        _site?.Dispose();
        _client.Dispose();
        _folder.Delete(recursive: true);
    }

    private static string Configuration() =>
        Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)).StartsWith("release", StringComparison.OrdinalIgnoreCase)
            ? "Release"
            : "Debug";

    private Dictionary<string, string> Environment() => new()
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Production",
        ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
        ["Site__Database"] = Path.Combine(_folder.FullName, "site.db"),
        ["Perennial__Cache__Directory"] = Path.Combine(_folder.FullName, "cache"),
        ["Perennial__Deployment__BuildDirectory"] = Path.Combine(_folder.FullName, "build"),
    };

    private async Task<string> StartAsync(string program)
    {
        var listening = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _site = new Command(program, ["start"], Environment(), line =>
        {
            if (Address().Match(line) is { Success: true } address)
            {
                listening.TrySetResult(address.Value);
            }
        });
        var first = await Task.WhenAny(listening.Task, _site.EndedAsync()).WaitAsync(TimeSpan.FromSeconds(60));
        return first == listening.Task
            ? await listening.Task
            : throw new InvalidOperationException($"The site ended before it listened:\n{_site.Output}");
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}
