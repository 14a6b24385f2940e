using System.Net;
using System.Net.Sockets;

namespace Perennial.Images;

/// <summary>
/// Opens connections to public addresses only, so that a picture's URL cannot make this server speak to its own network. The
/// name is resolved once, every answer is looked at, and the connection goes to an address that was looked at: a second
/// look-up, as a client does by itself, could say something else.
/// </summary>
internal sealed class EgressGuard(bool allowPrivate)
{
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var host = context.DnsEndPoint.Host;
        IPAddress[] addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellationToken);
        if (!allowPrivate && (addresses.Length == 0 || addresses.Any(static address => !PublicAddress.Is(address))))
        {
            // Also when only one of several is private: a name that answers both is either misconfigured or an attack.
            throw new EgressRefusedException(host);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

internal sealed class EgressRefusedException(string host)
    : Exception($"'{host}' leads to an address that is not public.");
