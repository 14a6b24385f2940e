using System.Net;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Perennial.Rules.Forwarding;

/// <summary>The connections to other servers. Transparent: it follows, keeps, unpacks and adds nothing.</summary>
internal sealed class ForwardingClient : IDisposable
{
    // A name may come to mean another address; connections that live for ever would never notice.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    private readonly HttpMessageInvoker _invoker;

    /// <param name="options">Limits.</param>
    /// <param name="kestrel">
    /// How the server here reads and writes the bytes of headers: what it made text of must become the same bytes again.
    /// </param>
    public ForwardingClient(ForwardingOptions options, KestrelServerOptions kestrel) => _invoker = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        EnableMultipleHttp2Connections = true,
        ConnectTimeout = options.ConnectTimeout,
        MaxConnectionsPerServer = options.MaxConnections,
        PooledConnectionLifetime = ConnectionLifetime,
        RequestHeaderEncodingSelector = (name, _) => kestrel.RequestHeaderEncodingSelector(name) ?? Encoding.UTF8,
        ResponseHeaderEncodingSelector = (name, _) => kestrel.ResponseHeaderEncodingSelector(name) ?? Encoding.Latin1,
    });

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken) =>
        _invoker.SendAsync(message, cancellationToken);

    public void Dispose() => _invoker.Dispose();
}
