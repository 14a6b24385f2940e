using System.Net;
using System.Net.Sockets;

namespace Perennial.EndToEnd.Processes;

/// <summary>Whatever keeps an app from starting is told alike, however the app ends: a line each, exit code 1, no stack trace anywhere.</summary>
public sealed class StartErrorTests
{
    private static readonly Dictionary<string, string[]> Errors = new()
    {
        ["a port that is none"] = ["PER1015", "PORT=abc"],
        ["signals that are neither"] = ["PER1312", "PERENNIAL_MANUAL_SIG_HANDLE=perhaps"],
        ["an address that is none"] = ["PER1017", "--urls=http//nowhere"],
        ["an address of another machine"] = ["PER1017", "--urls=http://192.0.2.1:9"],
        ["a certificate that is not there"] = ["PER1017", "--Kestrel:Endpoints:A:Url=https://127.0.0.1:0", "--Kestrel:Certificates:Default:Path=none.pfx"],
        ["called twice"] = ["PER1002", "--Misuse=twice"],
        ["called in a branch"] = ["PER1002", "--Misuse=branch"],
        ["called without its services"] = ["PER1003", "--Misuse=bare"],
        ["settings that are wrong"] = ["PER1013", "--Perennial:Pages:MaxBodySize=0"],
        ["settings that nobody knows"] = ["PER1016", "--Perennial:Cache:MemorLimit=1"],
        ["a page that may not be kept"] = ["PER2130", "--Faults=Guarded"],
        ["a file of variables that leads in a circle"] = ["PER1043", ".env"],
    };

    public static TheoryData<string, string, bool> All =>
    [
        .. from error in Errors.Keys
           from verb in new[] { "start", "--environment=Production" }
           from runs in new[] { false, true }
           select new TheoryDataRow<string, string, bool>(error, verb, runs),
    ];

    [Theory, MemberData(nameof(All))]
    public async Task It_is_one_line_with_a_code(string error, string verb, bool endsWithRun)
    {
        await using var app = AppProcess.Nursery();
        await BuildAsync(app, verb);
        var expected = Errors[error][0];
        var arguments = new List<string> { "--EndsWithRun=" + (endsWithRun ? "true" : "false") };
        foreach (var setting in Errors[error].Skip(1))
        {
            if (setting is ".env")
            {
                await File.WriteAllTextAsync(Path.Join(app.Folder, ".env"), "A=$B\nB=$A\n", TestContext.Current.CancellationToken);
                arguments.Add("--contentRoot=" + app.Folder);
            }
            else if (setting[0] is '-')
            {
                arguments.Add(setting);
            }
            else
            {
                app.Environment[setting.Split('=')[0]] = setting.Split('=')[1];
            }
        }

        Check(await app.RunAsync(verb, [.. arguments]), expected);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_address_that_somebody_has_is_named(bool endsWithRun)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var address = "http://" + other.LocalEndpoint;
        await using var app = AppProcess.Nursery();

        var result = await app.RunAsync("--environment=Production", "--urls=" + address, "--EndsWithRun=" + (endsWithRun ? "true" : "false"));

        Check(result, "PER1017");
        Assert.Contains(address, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("start")]
    [InlineData("--environment=Production")]
    public async Task An_app_that_is_started_twice_says_so_and_nothing_of_what_follows_from_it(string verb)
    {
        await using var first = AppProcess.Nursery();
        await first.BuildAsync();
        await first.StartAsync("start");
        await using var second = AppProcess.NurseryOver(Path.Join(first.Folder, "cache"), verb is "start" ? first : null);

        var result = await second.RunAsync(verb, "--urls=" + first.Http.BaseAddress);

        // That it would have had no folder for its pages, and perhaps no build, is not what is wrong with it.
        Check(result, "PER1017");
        Assert.DoesNotContain("warn: Perennial", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("info: Perennial", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_manifest_that_cannot_be_read_is_named(bool endsWithRun)
    {
        await using var app = AppProcess.Nursery();
        Directory.CreateDirectory(app.BuildFolder);
        await File.WriteAllTextAsync(Path.Join(app.BuildFolder, "manifest.json"), "{ no", TestContext.Current.CancellationToken);

        Check(await app.RunAsync("start", "--EndsWithRun=" + (endsWithRun ? "true" : "false")), "PER3011");
    }

    private static async Task BuildAsync(AppProcess app, string verb)
    {
        if (verb is "start")
        {
            // Enough for the check of the verb, and nothing that takes time.
            Directory.CreateDirectory(app.BuildFolder);
            await File.WriteAllTextAsync(
                Path.Join(app.BuildFolder, "manifest.json"),
                $$"""{ "schemaVersion": 1, "buildId": "b", "createdAt": "2026-01-01T00:00:00Z", "perennial": "0", "encryptionKeys": ["{{Convert.ToBase64String(new byte[32])}}"], "routes": [] }""",
                TestContext.Current.CancellationToken);
        }
    }

    private static void Check((int ExitCode, string Output, string Error) result, string code)
    {
        Assert.Equal(1, result.ExitCode);
        var line = Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("error " + code, line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Output, StringComparison.Ordinal);
    }
}
