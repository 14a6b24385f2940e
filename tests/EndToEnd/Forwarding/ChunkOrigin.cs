using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace Perennial.EndToEnd.Forwarding;

/// <summary>Tells each piece of a request when it arrives; answers after the last chunk.</summary>
public sealed class ChunkOrigin : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public ChunkOrigin(ChannelWriter<string> received)
    {
        _listener.Start();
        Url = "http://127.0.0.1:" + ((IPEndPoint)_listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        _ = ServeAsync(received);
    }

    public string Url { get; }

    public ValueTask DisposeAsync()
    {
        _listener.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task ServeAsync(ChannelWriter<string> received)
    {
        using var client = await _listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        var buffer = new byte[4096];
        var all = "";
        while (!all.EndsWith("0\r\n\r\n", StringComparison.Ordinal))
        {
            var text = Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer));
            all += text;
            await received.WriteAsync(text);
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes(RawOrigin.Ok));
    }
}
