using System.Net;
using System.Net.Sockets;

namespace Perennial.Images;

/// <summary>Whether an address is one of the public internet: an allow-list by exclusion of the blocks that IANA keeps for other purposes.</summary>
/// <remarks>
/// RFC 6890 and the IANA special-purpose registries. An IPv4 address inside an IPv6 one (mapped, NAT64, 6to4) is judged as
/// what a router would make of it.
/// </remarks>
internal static class PublicAddress
{
    private static readonly IPNetwork[] Reserved =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
            "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
            "224.0.0.0/4", "240.0.0.0/4",
        }.Select(IPNetwork.Parse),
    ];

    // Of IPv6 only 2000::/3 is given out at all; these are the blocks inside it that are not for the public.
    private static readonly IPNetwork Global = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] ReservedGlobal =
    [
        .. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20" }.Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    public static bool Is(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        if (address.AddressFamily is AddressFamily.InterNetwork)
        {
            return !Reserved.Any(network => network.Contains(address));
        }

        return Nat64.Contains(address)
            ? Is(new IPAddress(address.GetAddressBytes().AsSpan(12)))
            : Global.Contains(address) && !ReservedGlobal.Any(network => network.Contains(address));
    }
}
