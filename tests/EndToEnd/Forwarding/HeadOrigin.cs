using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Perennial.EndToEnd.Forwarding;

/// <summary>Another server that answers as soon as it has read the head of a request, whatever of its body is still to come.</summary>
public sealed class HeadOrigin : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<int, TcpClient, CancellationToken, Task> _answer;
    private int _requests;

    /// <param name="answer">Told the number of the request, from 1 on; the connection is read on when it returns, and closed when it throws.</param>
    public HeadOrigin(Func<int, TcpClient, CancellationToken, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        Url = "http://127.0.0.1:" + ((IPEndPoint)_listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        _ = AcceptAsync();
    }

    public string Url { get; }

    public int Requests => Volatile.Read(ref _requests);

    public static ValueTask SayAsync(TcpClient client, string bytes, CancellationToken cancellationToken) =>
        client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(bytes), cancellationToken);

    /// <summary>Ends a connection with a reset.</summary>
    public static void Reset(TcpClient client)
    {
        // TcpClient.Close would say goodbye first.
        client.LingerState = new(enable: true, seconds: 0);
        client.Client.Close();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var connection = client;
        try
        {
            var stream = client.GetStream();
            var (head, one) = ("", new byte[1]);
            while (await stream.ReadAsync(one, _stop.Token) > 0)
            {
                head += (char)one[0];
                if (head.EndsWith("\r\n\r\n", StringComparison.Ordinal))
                {
                    head = "";
                    await _answer(Interlocked.Increment(ref _requests), client, _stop.Token);
                }
            }
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // It was cut, by us or by them.
        }
    }
}
