using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Perennial.EndToEnd.Processes;

/// <summary>The demo says what keeps it from serving before its first minute, not after it.</summary>
public sealed class DemoTests
{
    [Fact]
    public async Task An_address_that_somebody_has_is_told_at_once()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        var (code, output, error) = await RunAsync("http://" + other.LocalEndpoint);

        Assert.Equal((1, ""), (code, output));
        Assert.Matches($"^demo: something listens on http://{other.LocalEndpoint} already. Give another address: ./build demo http://localhost:[0-9]+\n$", error);
    }

    [Theory]
    [InlineData("3001")]
    [InlineData("localhost:3001")]
    [InlineData("https://localhost:3001")]
    [InlineData("http://localhost:0")]
    [InlineData("http://localhost:70000")]
    public async Task What_is_no_address_is_told_at_once(string address)
    {
        var (code, output, error) = await RunAsync(address);

        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith("demo: '", error, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(string address)
    {
        var root = Path.GetFullPath(Path.Join(AppContext.BaseDirectory, "..", "..", "..", ".."));
        using var demo = Process.Start(new ProcessStartInfo("bash", [Path.Join(root, "eng", "demo.sh"), address])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, error) = (demo.StandardOutput.ReadToEndAsync(), demo.StandardError.ReadToEndAsync());
        await demo.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (demo.ExitCode, await output, await error);
    }
}
