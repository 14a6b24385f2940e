using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Perennial.Parity.Sites;

/// <summary>Builds and starts both sites, each with an empty cache.</summary>
internal static class SiteFactory
{
    /// <summary><c>next build</c>, then <c>next start</c>, in the folder of the Next.js app.</summary>
    public static async Task<Site> NextAsync(string folder, string logs, CancellationToken cancellationToken)
    {
        var source = await DataSource.StartAsync(cancellationToken);
        var url = FreeUrl();
        Forget(Path.Combine(folder, ".next"));
        await ServerProcess.RunToEndAsync(Next("build"), Path.Combine(logs, "next-build.log"), cancellationToken);
        var server = new ServerProcess(
            Next("start", "--hostname", url.Host, "--port", $"{url.Port}"), Path.Combine(logs, "next.log"));
        return new Site("Next.js", server, source, url);

        ProcessStartInfo Next(params string[] arguments) => Program(
            "node", folder, [Path.Combine("node_modules", "next", "dist", "bin", "next"), .. arguments],
            ("ORIGIN", source.Url.GetLeftPart(UriPartial.Authority)), ("NEXT_TELEMETRY_DISABLED", "1"), ("PROC", "process"));
    }

    /// <summary><c>build</c>, then <c>start</c>, in the folder where the Twin was published.</summary>
    public static async Task<Site> PerennialAsync(string folder, string logs, CancellationToken cancellationToken)
    {
        var source = await DataSource.StartAsync(cancellationToken);
        var url = FreeUrl();
        Forget(Path.Combine(folder, ".perennial"));
        await ServerProcess.RunToEndAsync(Twin("build"), Path.Combine(logs, "twin-build.log"), cancellationToken);
        return new Site("Perennial", new ServerProcess(Twin("start"), Path.Combine(logs, "twin.log")), source, url);

        ProcessStartInfo Twin(string verb)
        {
            var origin = url.GetLeftPart(UriPartial.Authority);
            return Program(
                Path.Combine(folder, "Twin"), folder, [verb],
                ("ASPNETCORE_URLS", origin), ("Perennial__SiteUrl", origin), ("ASPNETCORE_ENVIRONMENT", "Production"),
                ("Twin__Origin", source.Url.GetLeftPart(UriPartial.Authority)), ("PROC", "process"));
        }
    }

    private static ProcessStartInfo Program(
        string program, string folder, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private static void Forget(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Another program may take the port before the server does. Then the run ends with a clear error, and is repeated.
    private static Uri FreeUrl()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }
}
