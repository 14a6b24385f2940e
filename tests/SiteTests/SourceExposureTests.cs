using System.Net.Sockets;
using System.Text;

namespace Perennial.SiteTests;

/// <summary>
/// What an app is made of, where it was built and what it keeps is no file of the site. Asked without a client between,
/// which would tidy the paths up.
/// </summary>
public sealed class SourceExposureTests : IAsyncLifetime
{
    private static readonly string[] Names =
    [
        ".env", ".env.local", ".env.production", ".env.production.local", ".env.development", ".env.example", ".git/HEAD", ".git/config", ".git/index",
        ".gitignore", ".gitattributes", ".editorconfig", ".DS_Store", ".htaccess", ".htpasswd", ".npmrc", ".dockerignore", ".vscode/settings.json",
        ".vs/slnx.sqlite", ".idea/workspace.xml", ".ssh/id_rsa", ".aws/credentials", ".perennial/build/manifest.json", ".perennial/cache/ledger",
        ".perennial/build/entries", ".perennial", "manifest.json", "build/manifest.json", "cache/ledger", "appsettings.json", "appsettings.Production.json",
        "appsettings.Development.json", "appsettings.json.bak", "appsettings.json~", "web.config", "Web.config", "bundleconfig.json", "libman.json",
        "global.json", "package.json", "package-lock.json", "packages.lock.json", "nuget.config", "tsconfig.json", "Program.cs", "Site.csproj",
        "Site.dll", "Site.pdb", "Site.exe", "Site.deps.json", "Site.runtimeconfig.json", "Site.staticwebassets.endpoints.json",
        "Site.staticwebassets.runtime.json", "Perennial.dll", "Perennial.pdb", "Perennial.xml", "bin/Site.dll", "obj/project.assets.json",
        "Properties/launchSettings.json", "Editing/EditorPassword.cs", "Shell/App.razor", "Storage/SiteStore.cs", "Content/articles/bulbs-in-layers.md",
        "Content/products/snowdrop.md", "README.md", "Dockerfile", "docker-compose.yml", "data/site.db", "site.db", "site.db-wal", "site.db.new",
        "css/site.css.map", "css/site.css~", "css/site.scss", "css/.site.css.swp", "wwwroot/css/site.css", "_framework/blazor.boot.json", "trace.axd",
        "elmah.axd", "server-status", "phpinfo.php", "wp-config.php", "id_rsa", "backup.zip", "site.tar.gz", "dump.sql", "core", "favicon.svg~",
        ".well-known/../appsettings.json", "Thumbs.db", "crossdomain.xml", "swagger/v1/swagger.json", "metrics", "debug", "_perennial", "_perennial/manifest",
        "_perennial/cache", "_blazor/negotiate", "CONTRIBUTING.md", "LICENSE.bak",
    ];

    private readonly RunningSite _site = new();

    public ValueTask InitializeAsync() => default;

    [Fact]
    [Trait("Proves", "S-97")]
    public async Task Nothing_but_the_sites_own_files_can_be_had_in_any_spelling()
    {
        var targets = Names.SelectMany(Spellings).Distinct(StringComparer.Ordinal).ToList();
        Assert.True(targets.Count > 900, $"Only {targets.Count} are asked.");

        var answered = new List<string>();
        foreach (var batch in targets.Chunk(50))
        {
            answered.AddRange((await AskAsync(batch)).Where(static line => !IsRefusal(line.Status)).Select(static line => $"{line.Target}: {line.Status}"));
        }

        Assert.True(answered is [], string.Join('\n', answered));
        Assert.Equal(200, Assert.Single(await AskAsync(["/favicon.svg"])).Status);
    }

    [Theory]
    [Trait("Proves", "S-97")]
    [InlineData("appsettings.json")]
    [InlineData(".env")]
    [InlineData("../appsettings.json")]
    [InlineData("Program.cs")]
    [InlineData("css/site.css")]
    [InlineData("file:///etc/passwd")]
    public async Task Nor_as_a_picture(string name)
    {
        foreach (var url in new[] { name, "/" + name, "/%2e%2e/" + name })
        {
            var (_, status) = Assert.Single(await AskAsync([$"/_perennial/image?url={Uri.EscapeDataString(url)}&w=640&q=75"]));
            Assert.InRange(status, 400, 499);
        }
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    private static bool IsRefusal(int status) => status is 400 or 404;

    private static IEnumerable<string> Spellings(string name)
    {
        yield return "/" + name;
        yield return "/css/../" + name;
        yield return "/css/..%2f" + name;
        yield return "/css/%2e%2e/" + name;
        yield return "/css/..%5c" + name;
        yield return "/css/..\\" + name;
        yield return "/css/..%252f" + name;
        yield return "/%2e/" + name.Replace(".", "%2e", StringComparison.Ordinal);
        yield return "/css/%c0%ae%c0%ae/" + name;
        yield return "/" + name + "%00.css";
        yield return "/" + name + "::$DATA";
        yield return "/articles/..%2f..%2f" + name;
        yield return "//" + name.Replace("/", "//", StringComparison.Ordinal) + "?x=.css";
    }

    private async Task<List<(string Target, int Status)>> AskAsync(IReadOnlyList<string> targets)
    {
        var answers = new List<(string, int)>();
        foreach (var target in targets)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(_site.Http.BaseAddress!.Host, _site.Http.BaseAddress.Port);
            await using var stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
            using var reader = new StreamReader(stream);
            var line = await reader.ReadLineAsync() ?? throw new InvalidOperationException($"{target} was not answered.");
            answers.Add((target, int.Parse(line.AsSpan(9, 3), provider: null)));
            await reader.ReadToEndAsync();
        }

        return answers;
    }
}
