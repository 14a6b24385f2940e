using System.Security.Cryptography;

namespace Perennial.Http;

/// <summary>What an entity tag says of the bytes it stands for: the same bytes have the same, on every server.</summary>
internal static class ContentTag
{
    private const int Length = 12;

    public static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, Length));
}
