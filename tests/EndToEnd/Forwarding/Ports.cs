using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Perennial.EndToEnd.Forwarding;

public static class Ports
{
    /// <summary>A port at which nobody listens, at least a moment ago.</summary>
    public static string Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }
}
