using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Perennial.Parity.Sites;

namespace Perennial.EndToEnd;

/// <summary>The app that is compared with Next.js, as a process of its own with folders and a data source of its own.</summary>
internal static class TwinSite
{
    /// <summary>Serves without a build.</summary>
    public static async Task<Site> StartAsync(string folder)
    {
        var site = await PrepareAsync(folder);
        await site.StartAsync(TestContext.Current.CancellationToken);
        return site;
    }

    /// <summary>Runs <c>build</c>; the site that is returned is to be started, and then runs <c>start</c>.</summary>
    public static Task<Site> BuildAsync(string folder) => PrepareAsync(folder, "start", async (start, log) =>
    {
        start.ArgumentList.Add("build");
        await ServerProcess.RunToEndAsync(start, log, TestContext.Current.CancellationToken);
    });

    private static async Task<Site> PrepareAsync(string folder, string? verb = null, Func<ProcessStartInfo, string, Task>? before = null)
    {
        var source = await DataSource.StartAsync(TestContext.Current.CancellationToken);
        var url = FreeUrl();
        var log = Path.Combine(folder, "twin.log");
        if (before is not null)
        {
            await before(Program(folder, url, source), log);
        }

        var start = Program(folder, url, source);
        if (verb is not null)
        {
            start.ArgumentList.Add(verb);
        }

        return new Site("Twin", new ServerProcess(start, log), source, url);
    }

    private static ProcessStartInfo Program(string folder, Uri url, DataSource source)
    {
        var twin = Path.Combine(AppContext.BaseDirectory, "..", "..", "Twin", Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')));
        var start = new ProcessStartInfo(Path.Combine(twin, "Twin")) { WorkingDirectory = twin };
        start.Environment["ASPNETCORE_URLS"] = url.GetLeftPart(UriPartial.Authority);
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["Perennial__SiteUrl"] = url.GetLeftPart(UriPartial.Authority);
        start.Environment["Perennial__Cache__Directory"] = Path.Combine(folder, "cache");
        start.Environment["Perennial__Deployment__BuildDirectory"] = Path.Combine(folder, "build");
        start.Environment["Perennial__Deployment__AssetArchive__Directory"] = Path.Combine(folder, "assets");

        // On a machine that runs many suites at once a read may take longer than the usual 200 ms, and count as a miss.
        start.Environment["Perennial__Cache__ReadTimeout"] = "00:00:10";
        start.Environment["PROC"] = "process";
        start.Environment["Twin__Origin"] = source.Url.GetLeftPart(UriPartial.Authority);
        return start;
    }

    private static Uri FreeUrl()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }
}
