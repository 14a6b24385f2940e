using System.Net;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Perennial.Rules.Forwarding;

// Transparent: follows no redirects, keeps no cookies, decompresses nothing, adds no headers.
internal sealed class ForwardingClient : IDisposable
{
    // A name may come to mean another address; connections that live for ever would never notice.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    private readonly AsyncLocal<Exchange?> _current = new();
    private readonly ForwardingOptions _options;
    private readonly KestrelServerOptions _kestrel;
    private readonly HttpMessageInvoker _invoker;

    public ForwardingClient(ForwardingOptions options, KestrelServerOptions kestrel)
    {
        (_options, _kestrel) = (options, kestrel);
        var handler = Handler();
        handler.PlaintextStreamFilter = Listen;
        _invoker = new(handler);
    }

    public async Task<HttpResponseMessage> SendAsync(
        Func<HttpRequestMessage> make, Exchange exchange, CancellationToken cancellationToken)
    {
        var message = make();
        _current.Value = exchange;
        try
        {
            return await _invoker.SendAsync(message, cancellationToken);
        }
        catch (Exception) when (exchange.IsRefused)
        {
            return await ReadAnswerAsync(message.Method, exchange.Connection, cancellationToken);
        }
        catch (HttpRequestException) when (exchange is { IsReused: true, HasBytes: false } && IsRepeatable(message))
        {
            // It had been dead before it was used. Once: RFC 9110 §9.2.2 allows it where nothing can have been done twice.
            return await _invoker.SendAsync(make(), cancellationToken);
        }
        finally
        {
            exchange.End();
        }
    }

    public void Dispose() => _invoker.Dispose();

    private static bool IsRepeatable(HttpRequestMessage message) =>
        (message.Method == HttpMethod.Get || message.Method == HttpMethod.Head) && message.Content is not RequestBody;

    // HTTP/2 has a stream for each direction, and HttpClient knows how to use them.
    private ValueTask<Stream> Listen(SocketsHttpPlaintextStreamFilterContext context, CancellationToken cancellationToken) =>
        new(context.NegotiatedHttpVersion.Major < 2 ? new ServerStream(context.PlaintextStream, _current) : context.PlaintextStream);

    /// <summary>Reads an answer whose request HttpClient gave up: another one, that is given the connection, and whose own request goes nowhere.</summary>
    private async Task<HttpResponseMessage> ReadAnswerAsync(HttpMethod method, ServerStream connection, CancellationToken cancellationToken)
    {
        var handler = Handler();
        handler.ConnectCallback = (_, _) => new(connection);
        using var reader = new HttpMessageInvoker(handler, disposeHandler: false);
        return await reader.SendAsync(new(method, "http://answered.invalid/"), cancellationToken);
    }

    private SocketsHttpHandler Handler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        EnableMultipleHttp2Connections = true,
        ConnectTimeout = _options.ConnectTimeout,
        MaxConnectionsPerServer = _options.MaxConnections,
        PooledConnectionLifetime = ConnectionLifetime,
        RequestHeaderEncodingSelector = (name, _) => _kestrel.RequestHeaderEncodingSelector(name) ?? Encoding.UTF8,
        ResponseHeaderEncodingSelector = (name, _) => _kestrel.ResponseHeaderEncodingSelector(name) ?? Encoding.Latin1,
    };
}
