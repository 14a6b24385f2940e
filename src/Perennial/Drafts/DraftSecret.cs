using System.Security.Cryptography;
using System.Text;

namespace Perennial.Drafts;

// Compared by digests, which have one length, so that the time tells nothing.
internal sealed class DraftSecret(string? secret)
{
    private readonly byte[]? _digest = string.IsNullOrEmpty(secret) ? null : Digest(secret);

    /// <summary>Whether there is none, so that nothing is it.</summary>
    public bool IsMissing => _digest is null;

    public bool Is(string? attempt) => _digest is not null && CryptographicOperations.FixedTimeEquals(Digest(attempt ?? ""), _digest);

    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
