using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http.Features;

namespace Perennial.Pages.Recording;

internal sealed class RecordingConnection(
    IHttpConnectionFeature inner, Recorder recorder, ITlsConnectionFeature? tls = null, IHttpRequestIdentifierFeature? identifier = null)
    : IHttpConnectionFeature, ITlsConnectionFeature, IHttpRequestIdentifierFeature
{
    private string _trace = identifier?.TraceIdentifier ?? "prerender";

    public string ConnectionId { get => Read(inner.ConnectionId, "the connection's id"); set => inner.ConnectionId = value; }

    public IPAddress? RemoteIpAddress { get => Read(inner.RemoteIpAddress, "the visitor's address"); set => inner.RemoteIpAddress = value; }

    public int RemotePort { get => Read(inner.RemotePort, "the visitor's address"); set => inner.RemotePort = value; }

    public IPAddress? LocalIpAddress { get => Read(inner.LocalIpAddress, "the connection's address"); set => inner.LocalIpAddress = value; }

    public int LocalPort { get => Read(inner.LocalPort, "the connection's address"); set => inner.LocalPort = value; }

    public X509Certificate2? ClientCertificate
    {
        get => Read(tls?.ClientCertificate, "the client certificate");
        set
        {
            if (tls is not null)
            {
                tls.ClientCertificate = value;
            }
        }
    }

    public string TraceIdentifier { get => Read(_trace, "the request's id (TraceIdentifier)"); set => _trace = value; }

    public Task<X509Certificate2?> GetClientCertificateAsync(CancellationToken cancellationToken) =>
        Read(tls?.GetClientCertificateAsync(cancellationToken) ?? Task.FromResult<X509Certificate2?>(null), "the client certificate");

    private T Read<T>(T value, string what) => recorder.Read(value, what, ReadKind.EveryPage);
}
