using System.Text.Json;
using Microsoft.Playwright;
using Perennial.EndToEnd.Deployments;

namespace Perennial.Browser.Deployments;

/// <summary>A place where deployments come and go, on one address, with one archive; and tabs that stay open.</summary>
public sealed class HarbourInChromium(Chromium chromium) : IDisposable
{
    private static readonly string Program = Path.Combine(Repository.Root, "artifacts/bin/Harbour", Repository.Configuration.ToLowerInvariant(), "Harbour");

    internal const string PreviewSecret = "harbour-watch";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("perennial-harbour-");
    private readonly HttpClient _client = new();
    private string? _version;
    private Command? _server;

    public string Url { get; private set; } = "http://127.0.0.1:0";

    /// <summary>Deploys a version unless it is the one that runs.</summary>
    public Task HaveAsync(string version) => _version == version ? Task.CompletedTask : DeployAsync(version);

    /// <summary>Starts a version on the same address, in the place of the one that runs.</summary>
    /// <param name="version">Its id, its assets and its text. One that begins with "Enhanced" loads blazor.web.js, which navigates by itself.</param>
    /// <param name="isBuilt">Whether its pages are rendered ahead.</param>
    public async Task DeployAsync(string version, bool isBuilt = false)
    {
        var isEnhanced = version.StartsWith("Enhanced", StringComparison.Ordinal);
        var folder = Directory.CreateDirectory(Path.Combine(_folder.FullName, version)).FullName;
        var root = new WebRoot(folder)
            .Add("same.css", "h1 { color: navy }", "text/css")
            .Add("plain.css", $"p {{ --version: {version} }}", "text/css", isFingerprinted: false)
            .Add("app.js", $"window.late = () => import('./late.js').then(m => m.default); window.version = '{version}';", "text/javascript")
            .Add("late.js", $"export default 'late {version}';", "text/javascript");
        if (isEnhanced)
        {
            root.Add("blazor.js", await File.ReadAllTextAsync(Path.Join(AppContext.BaseDirectory, "blazor.web.js")), "text/javascript");
        }

        root.Save();
        var environment = new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = Url,
            ["Assets"] = root.Manifest,
            ["Version"] = version,
            ["Enhanced"] = isEnhanced ? "true" : "false",
            ["Perennial__SiteUrl"] = "https://harbour.test",
            ["PreviewSecret"] = PreviewSecret,
            ["Perennial__Deployment__Id"] = version,
            ["Perennial__Deployment__BuildDirectory"] = Path.Combine(folder, "build"),
            ["Perennial__Cache__Directory"] = Path.Combine(_folder.FullName, "cache"),
            ["Perennial__Deployment__AssetArchive__Directory"] = Path.Combine(_folder.FullName, "assets"),
        };
        if (isBuilt)
        {
            await Command.RunAsync(Program, ["build", "--webroot=" + root.Folder], environment);
        }

        _server?.Dispose();
        (_server, Url) = await Command.ServeAsync(Program, [.. isBuilt ? (string[])["start"] : [], "--webroot=" + root.Folder], environment);
        _version = version;
    }

    /// <summary>A browser of its own, with a name by which its requests are known.</summary>
    public async Task<HarbourTab> TabAsync()
    {
        var name = Guid.NewGuid().ToString("N");
        var context = await chromium.NewContextAsync(new() { BaseURL = Url, UserAgent = name });
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(10_000);
        return new(this, page, name);
    }

    /// <summary>What a tab asked the running deployment for.</summary>
    internal async Task<IReadOnlyList<HarbourVisit>> VisitsAsync(string agent) =>
    [
        .. JsonSerializer.Deserialize<List<HarbourVisit>>(await _client.GetStringAsync(Url + "/visits"), JsonSerializerOptions.Web)!
            .Where(visit => visit.Agent == agent),
    ];

    /// <summary>Waits until a tab has asked for a path.</summary>
    internal async Task<HarbourVisit> VisitAsync(string agent, string path)
    {
        HarbourVisit? found = null;
        await Eventually.IsTrueAsync(async () => (found = (await VisitsAsync(agent)).LastOrDefault(visit => visit.Path == path)) is not null);
        return found!;
    }

    public void Dispose()
    {
        _server?.Dispose();
        _client.Dispose();
        _folder.Delete(recursive: true);
    }
}
