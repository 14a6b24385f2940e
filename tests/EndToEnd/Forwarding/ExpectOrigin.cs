using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Perennial.EndToEnd.Forwarding;

/// <summary>Says "100 Continue" when told to, and then sends the five bytes back.</summary>
public sealed class ExpectOrigin : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public ExpectOrigin(TaskCompletionSource asked, Task wanted)
    {
        _listener.Start();
        Url = "http://127.0.0.1:" + ((IPEndPoint)_listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        _ = ServeAsync(asked, wanted);
    }

    public string Url { get; }

    public ValueTask DisposeAsync()
    {
        _listener.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task ServeAsync(TaskCompletionSource asked, Task wanted)
    {
        using var client = await _listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        _ = await stream.ReadAsync(new byte[4096]);
        asked.SetResult();
        await wanted;
        await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray());
        var body = new byte[5];
        await stream.ReadExactlyAsync(body);
        await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"u8.ToArray());
        await stream.WriteAsync(body);
    }
}
