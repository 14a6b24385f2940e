using System.Globalization;
using System.Security.Cryptography;

namespace Perennial.Browser.Bundles;

/// <summary>
/// The app with bundles, compiled as for Production with public and secret variables in the process and in <c>.env</c>
/// files, published, built and started; and a Chromium to visit it.
/// </summary>
public sealed class OrchardInChromium(Chromium chromium) : IAsyncLifetime
{
    private const int SecretCount = 200;

    private static readonly string Project = Path.Combine(Repository.Root, "tests/Browser/Orchard");
    private static readonly string[] EnvFiles = [Path.Combine(Project, ".env"), Path.Combine(Project, ".env.production.local")];

    // Names that are nearly public, and some that everybody's deployment has.
    private static readonly string[] SecretNames =
    [
        "ORCHARD_SECRET", "DB_PASS", "API_TOKEN", "PUBLICITY_TOKEN", "MY_PUBLIC_KEY", "NEXT_PRIVATE", "public_lower", "ORCHARD__Password",
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("perennial-orchard-");
    private Command? _server;

    /// <summary>Where the app was published to.</summary>
    public string Published => Path.Combine(_folder.FullName, "app");

    /// <summary>Where the app answers, without a slash at the end.</summary>
    public string Url { get; private set; } = "";

    public string Program => Path.Combine(Published, "Orchard");

    /// <summary>Names and values; the first half stands in the process, the second in files.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Secrets { get; } =
    [
        .. Enumerable.Range(0, SecretCount).Select(static i => KeyValuePair.Create(
            string.Create(CultureInfo.InvariantCulture, $"{SecretNames[i % SecretNames.Length]}_{i}"), "s" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12)))),
    ];

    /// <summary>Where the app as it was started first may keep things.</summary>
    internal Dictionary<string, string> Environment => new(Secrets)
    {
        ["Perennial__SiteUrl"] = "https://orchard.test",
        ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
        ["Shop__Currency"] = "EUR",
        ["Shop__Password"] = Secrets[0].Value,
    };

    internal Command Server => _server!;

    public async ValueTask InitializeAsync()
    {
        await PublishAsync();
        await Command.RunAsync(Program, ["build"], Environment);
        (_server, Url) = await Command.ServeAsync(Program, ["start"], Environment);
    }

    /// <summary>A visitor to whom the app's own Content-Security-Policy applies.</summary>
    internal async Task<Visitor> VisitorAsync(bool javaScript = true)
    {
        var context = await chromium.NewContextAsync(new() { BaseURL = Url, JavaScriptEnabled = javaScript });
        return new Visitor(context, await context.NewPageAsync(), Url);
    }

    public ValueTask DisposeAsync()
    {
        _server?.Dispose();
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task PublishAsync()
    {
        var inFiles = Secrets.Skip(SecretCount / 2).Select(static secret => $"{secret.Key}={secret.Value}").ToList();
        await File.WriteAllLinesAsync(EnvFiles[0], ["PUBLIC_ORCHARD=from .env", "NEXT_PUBLIC_ANALYTICS_ID=loses", .. inFiles[..(inFiles.Count / 2)]]);
        await File.WriteAllLinesAsync(EnvFiles[1], ["PUBLIC_ORCHARD=from $ORCHARD_PLACE", "ORCHARD_PLACE='the valley'", .. inFiles[(inFiles.Count / 2)..]]);
        try
        {
            await Command.RunAsync(
                "dotnet",
                [
                    "publish", Project, "--no-restore", "-c", Repository.Configuration, "-o", Published, "-v", "quiet", "-nodeReuse:false",
                    "-p:PerennialMode=Production", "-p:BuildProjectReferences=false",

                    // The solution's build has analyzed it.
                    "-p:RunAnalyzers=false",
                ],
                new Dictionary<string, string>(Secrets.Take(SecretCount / 2)) { ["NEXT_PUBLIC_ANALYTICS_ID"] = "abcdefghijk" });
        }
        finally
        {
            Array.ForEach(EnvFiles, File.Delete);
        }
    }
}
