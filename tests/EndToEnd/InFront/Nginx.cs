using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace Perennial.EndToEnd.InFront;

/// <summary>A real nginx with <c>docs/nginx.conf</c>, of which only addresses are changed.</summary>
public sealed class Nginx : IAsyncDisposable
{
    private const string Host = "example.com";

    private readonly string _folder = Directory.CreateTempSubdirectory("perennial-nginx-").FullName;
    private readonly Process _process;

    private Nginx(int port, string site)
    {
        Port = port;
        File.WriteAllText(Path.Join(_folder, "site.conf"), site);
        File.WriteAllText(Path.Join(_folder, "nginx.conf"), Main());
        _process = Process.Start(new ProcessStartInfo("nginx", ["-p", _folder, "-c", "nginx.conf", "-e", "stderr"]) { UseShellExecute = false })!;
        Http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false })
        {
            BaseAddress = new($"http://127.0.0.1:{port}"),
        };
        Http.DefaultRequestHeaders.Host = Host;
    }

    public int Port { get; }

    public HttpClient Http { get; }

    /// <summary>Starts it in front of two instances.</summary>
    public static async Task<Nginx> StartAsync(Uri first, Uri second, Func<string, string>? change = null)
    {
        // Below the range that outgoing connections take their ports from.
        var port = Random.Shared.Next(20_000, 32_000);
        var site = Replace(File.ReadAllText(Path.Join(AppContext.BaseDirectory, "nginx.conf")), "listen 80;", $"listen 127.0.0.1:{port};");
        site = Replace(site, "127.0.0.1:3000", first.Authority);
        site = Replace(site, "127.0.0.1:3001", second.Authority);
        var nginx = new Nginx(port, change?.Invoke(site) ?? site);
        await Eventually.IsTrueAsync(async () =>
        {
            Assert.False(nginx._process.HasExited, "nginx did not start.");
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken);
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        });
        return nginx;
    }

    /// <summary>Changes the file, and fails when there is nothing to change.</summary>
    public static string Replace(string text, string what, string with)
    {
        Assert.Contains(what, text, StringComparison.Ordinal);
        return text.Replace(what, with, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        using (var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string Main() => $$"""
        daemon off;
        {{(Environment.UserName is "root" ? "user root;" : "")}}
        worker_processes 1;
        pid {{_folder}}/nginx.pid;
        error_log stderr crit;
        events { worker_connections 512; }
        http {
            access_log off;
            client_body_temp_path {{_folder}}/body;
            proxy_temp_path {{_folder}}/proxy;
            fastcgi_temp_path {{_folder}}/fastcgi;
            uwsgi_temp_path {{_folder}}/uwsgi;
            scgi_temp_path {{_folder}}/scgi;
            proxy_cache_path {{_folder}}/cache keys_zone=everything:1m;
            include {{_folder}}/site.conf;
        }
        """;
}
