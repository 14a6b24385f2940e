using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Perennial.Fleet.Servers;

/// <summary>What a network does to the connections of one client, on purpose.</summary>
public sealed class TcpFaultProxy : IAsyncDisposable
{
    private readonly int _target;
    private readonly Random _random;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, bool> _sockets = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private volatile TaskCompletionSource _flows = Open();
    private volatile bool _isCut;
    private volatile int _slowestMilliseconds;

    /// <param name="target">The server's port.</param>
    /// <param name="seed">Of what is random: how slow each piece is.</param>
    public TcpFaultProxy(int target, int seed = 1)
    {
        (_target, _random) = (target, new(seed));
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Connections end by a reset, and no new one is taken.</summary>
    public void Cut()
    {
        _isCut = true;
        Reset();
    }

    /// <summary>All connections are there, new ones as well, and no byte goes through.</summary>
    public void Hang() => _flows = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Each connection ends by a reset; the next one is an ordinary one.</summary>
    public void Reset()
    {
        foreach (var (socket, _) in _sockets)
        {
            Reset(socket);
        }
    }

    /// <summary>Each piece of data waits, some longer and some less.</summary>
    public void Slow(TimeSpan atMost) => _slowestMilliseconds = (int)atMost.TotalMilliseconds;

    /// <summary>What was held up goes on, and everything is as it was.</summary>
    public void Heal()
    {
        (_isCut, _slowestMilliseconds) = (false, 0);
        _flows.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        Cut();
        await _accepting;
        _listener.Dispose();
        _stop.Dispose();
    }

    private static TaskCompletionSource Open()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_stop.Token);
                _sockets[client] = true;
                _ = ServeAsync(client);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The end, also where it came between two clients: then nobody listens any more.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        if (_isCut)
        {
            Reset(client);
            return;
        }

        var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        _sockets[server] = true;
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
            await Task.WhenAny(CopyAsync(client, server), CopyAsync(server, client));
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Both ends are told below.
        }

        Reset(client);
        Reset(server);
    }

    private async Task CopyAsync(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        while (await from.ReceiveAsync(buffer, _stop.Token) is > 0 and var length)
        {
            await _flows.Task.WaitAsync(_stop.Token);
            if (_slowestMilliseconds is > 0 and var slowest)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(Next(slowest)), TimeProvider.System, _stop.Token);
            }

            for (var sent = 0; sent < length;)
            {
                sent += await to.SendAsync(buffer.AsMemory(sent, length - sent), _stop.Token);
            }
        }
    }

    private int Next(int most)
    {
        lock (_random)
        {
            return _random.Next(most + 1);
        }
    }

    private void Reset(Socket socket)
    {
        if (_sockets.TryRemove(socket, out _))
        {
            // No time to linger: the other end gets a reset at once.
            socket.LingerState = new(true, 0);
            socket.Dispose();
        }
    }
}
