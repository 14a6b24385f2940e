using System.Security.Cryptography;

namespace Perennial.EndToEnd.Processes;

/// <summary>One set of files, run as an operator of his own server runs it, and as others do who know nothing of Perennial.</summary>
public sealed class SameFilesTests
{
    [Fact]
    public async Task The_same_files_serve_the_same_page_wherever_they_are_run()
    {
        var answers = new List<string>
        {
            // A server of one's own: built, started, on a disk that stays.
            await RunAsync(["start"], isBuilt: true),

            // A host that starts a .NET program and knows no verbs.
            await RunAsync(["--environment=Production"], isBuilt: false),

            // A platform whose disk cannot be written to: a file stands where the folder would be.
            await RunAsync(["start"], isBuilt: true, static app => app.Environment["Perennial__Cache__Directory"] = Path.Join(app.Folder, "Hello.dll")),

            // A platform that configures by variables alone, in an environment with a name of its own.
            await RunAsync([], isBuilt: false, static app => app.Environment["ASPNETCORE_ENVIRONMENT"] = "Staging"),
        };

        Assert.Equal("<h1>Hello, perennial world</h1>", answers[0].Split('|')[0]);
        Assert.All(answers, answer => Assert.Equal(answers[0], answer));
    }

    /// <returns>What a visitor gets, and the sum of the files that gave it.</returns>
    private static async Task<string> RunAsync(string[] arguments, bool isBuilt, Action<AppProcess>? place = null)
    {
        await using var app = AppProcess.Deployed("Hello");
        place?.Invoke(app);
        var before = SumOf(app);
        if (isBuilt)
        {
            await app.BuildAsync();
        }

        await app.StartAsync(arguments);

        // Where nobody remembers what was invalidated since the build, its pages are refreshed at their first visit.
        await Eventually.IsTrueAsync(async () => IsFreshHit((await app.GetAsync("/")).CacheStatus));
        using var response = await app.Http.GetAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.True(IsFreshHit(response.Header("Cache-Status")!), response.Header("Cache-Status"));
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(before, SumOf(app));
        return $"{text}|{response.Header("ETag")}|{response.Header("Cache-Control")}|{before}";
    }

    private static bool IsFreshHit(string status) =>
        status.StartsWith("Perennial; hit; ttl=", StringComparison.Ordinal) && !status.Contains("detail", StringComparison.Ordinal);

    private static string SumOf(AppProcess app) => Convert.ToHexString(SHA256.HashData(
        [.. Directory.GetFiles(app.Folder).Order(StringComparer.Ordinal).SelectMany(static file => SHA256.HashData(File.ReadAllBytes(file)))]));
}
