using System.Security.Cryptography;
using System.Text;

namespace Perennial.Drafts;

/// <summary>A secret that requests are compared with, by digests: they have one length, and the time tells nothing.</summary>
internal sealed class DraftSecret(string? secret)
{
    private readonly byte[]? _digest = string.IsNullOrEmpty(secret) ? null : Digest(secret);

    /// <summary>Whether there is none, so that nothing is it.</summary>
    public bool IsMissing => _digest is null;

    public bool Is(string? attempt) => _digest is not null && CryptographicOperations.FixedTimeEquals(Digest(attempt ?? ""), _digest);

    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
