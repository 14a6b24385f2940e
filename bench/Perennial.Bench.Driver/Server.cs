using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Perennial.Bench.Driver;

/// <summary>A candidate that runs, pinned to the servers' core. Ended with everything that it started.</summary>
internal sealed class Server : IDisposable
{
    private readonly Process _process;

    private Server(Process process, int port)
    {
        _process = process;
        Port = port;
    }

    public int Port { get; }

    public int Id => _process.Id;

    public Uri Url(string path) => new($"http://127.0.0.1:{Port}{path}");

    public static Server Start(string file, IEnumerable<string> arguments, int port, string? folder = null)
    {
        var pinned = Pinning.Available ? (string[])["taskset", "-c", Pinning.ServerCore, file] : [file];
        var start = new ProcessStartInfo(pinned[0], [.. pinned[1..], .. arguments])
        {
            WorkingDirectory = folder ?? "",
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["DOTNET_ENVIRONMENT"] = "Production";
        start.Environment["NODE_ENV"] = "production";
        start.Environment["NEXT_TELEMETRY_DISABLED"] = "1";
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{file} did not start.");

        // Nobody reads a full pipe for the candidate: it would stop writing, and answering.
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) => Console.Error.Write(line.Data is null ? "" : $"  {line.Data}\n");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new Server(process, port);
    }

    /// <summary>Asks for <paramref name="path"/> until it is answered 200.</summary>
    public async Task WaitAsync(HttpClient client, string path, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(30))
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException($"A candidate ended with {_process.ExitCode} before it answered {path}.");
            }

            try
            {
                using var response = await client.GetAsync(Url(path), cancellationToken);
                if (response.StatusCode == HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, cancellationToken);
        }

        throw new TimeoutException($"No 200 for {path} on port {Port} within 30 s.");
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit(TimeSpan.FromSeconds(10));
        }

        _process.Dispose();
    }
}
