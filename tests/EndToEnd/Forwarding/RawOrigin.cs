using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Perennial.EndToEnd.Forwarding;

/// <summary>Another server, byte by byte: notes what arrives, and answers with the bytes that it is told.</summary>
public sealed class RawOrigin : IAsyncDisposable
{
    public const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<RawRequest, Stream, CancellationToken, Task> _answer;
    private int _connections;

    public RawOrigin(string answer = Ok)
        : this((_, stream, token) => stream.WriteAsync(Encoding.Latin1.GetBytes(answer), token).AsTask())
    {
    }

    /// <param name="answer">Writes the answer; when it returns, the next request of the connection is read.</param>
    public RawOrigin(Func<RawRequest, Stream, CancellationToken, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        Url = "http://127.0.0.1:" + ((IPEndPoint)_listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        _ = AcceptAsync();
    }

    public string Url { get; }

    public int Connections => Volatile.Read(ref _connections);

    public ConcurrentQueue<RawRequest> Requests { get; } = new();

    /// <summary>What was no request.</summary>
    public ConcurrentQueue<string> Garbage { get; } = new();

    /// <summary>How many connections the other side has closed.</summary>
    public int Closed => Volatile.Read(ref _closed);

    private int _closed;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                _ = ServeAsync(client);
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
            var stream = connection.GetStream();
            var reader = new RawReader(stream, _stop.Token);
            while (await reader.ReadRequestAsync() is { } request)
            {
                Requests.Enqueue(request);
                await _answer(request, stream, _stop.Token);
            }
        }
        catch (Exception error) when (error is FormatException)
        {
            Garbage.Enqueue(error.Message);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // It was cut, by us or by them.
        }

        Interlocked.Increment(ref _closed);
    }
}
