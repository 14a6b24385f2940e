using System.Globalization;
using Perennial.Caching;

namespace Perennial.Postgres.Leases;

/// <summary>What a server tells when it gives a lease back: <c>l</c>, the hash of its key, and what came of it.</summary>
internal static class LeasePayload
{
    private const int KeyLength = 64;

    public static string Of(byte[] key, RenderResult? result) =>
        "l" + Convert.ToHexStringLower(key) + (result is { } known ? ((int)known).ToString(CultureInfo.InvariantCulture) : "-");

    /// <summary>Anybody who may connect to the database may tell something, so it is read like a stranger's word.</summary>
    public static bool TryRead(string payload, out string key, out RenderResult? result)
    {
        (key, result) = ("", null);
        if (payload.Length is not 1 + KeyLength + 1 || payload[0] is not 'l')
        {
            return false;
        }

        key = payload[1..^1];
        result = (RenderResult)(payload[^1] - '0') is var told && Enum.IsDefined(told) ? told : null;
        return true;
    }
}
