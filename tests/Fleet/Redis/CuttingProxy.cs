using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Perennial.Fleet.Redis;

/// <summary>A wire between a server and its Redis that can be cut: connections end, and no new one is answered.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, bool> _open = [];
    private readonly int _to;
    private volatile bool _isCut;

    public CuttingProxy(int to)
    {
        _to = to;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string ConnectionString => $"127.0.0.1:{Port},connectTimeout=1000";

    public void Cut()
    {
        _isCut = true;
        foreach (var client in _open.Keys)
        {
            client.Close();
        }
    }

    public void Mend() => _isCut = false;

    public ValueTask DisposeAsync()
    {
        Cut();
        _listener.Dispose();
        return default;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = PassAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception error) when (error is SocketException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task PassAsync(TcpClient near)
    {
        using var far = new TcpClient();
        using (near)
        {
            _open[near] = _open[far] = true;
            try
            {
                if (!_isCut)
                {
                    await far.ConnectAsync(IPAddress.Loopback, _to);
                    await Task.WhenAny(near.GetStream().CopyToAsync(far.GetStream()), far.GetStream().CopyToAsync(near.GetStream()));
                }
            }
            catch (Exception error) when (error is SocketException or IOException or ObjectDisposedException or InvalidOperationException)
            {
                // It was cut.
            }

            _open.TryRemove(near, out _);
            _open.TryRemove(far, out _);
        }
    }
}
