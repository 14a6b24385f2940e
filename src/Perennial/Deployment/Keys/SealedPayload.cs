using System.Security.Cryptography;
using System.Text;

namespace Perennial.Deployment.Keys;

/// <summary>
/// What travels to a browser and back: encrypted and bound to its purpose, so that nobody else can read it, change it, or use
/// it for something else.
/// </summary>
/// <remarks>
/// <code>
/// version      1 byte    1
/// key          4 bytes   which of the keys, derived from it
/// nonce       12 bytes   random: a key may seal 2³² payloads (NIST SP 800-38D §8.3)
/// ciphertext
/// tag         16 bytes   AES-256-GCM, over the bytes before the ciphertext too
/// </code>
/// </remarks>
internal sealed class SealedPayload
{
    private const byte Version = 1;
    private const int NonceAt = 5;
    private const int BodyAt = 17;
    private const int TagLength = 16;

    private readonly List<(byte[] Id, byte[] Key)> _keys;

    /// <param name="keys">The first one seals, all of them open.</param>
    /// <param name="purpose">What the payloads are for. Another purpose has other keys.</param>
    public SealedPayload(SharedKeys keys, string purpose) => _keys =
    [
        .. keys.All.Select(key => (
            SharedKeys.Derive(key, "payload id 1\n" + purpose, NonceAt - 1),
            SharedKeys.Derive(key, "payload key 1\n" + purpose, 32))),
    ];

    /// <param name="payload">What is sealed.</param>
    /// <param name="boundTo">What it belongs to; opened with another text it is refused.</param>
    public byte[] Seal(ReadOnlySpan<byte> payload, string boundTo = "") =>
        Seal(payload, boundTo, RandomNumberGenerator.GetBytes(BodyAt - NonceAt));

    /// <returns>The payload; null where it is not ours, was changed, or belongs to something else.</returns>
    public byte[]? Open(ReadOnlySpan<byte> sealed_, string boundTo = "")
    {
        if (sealed_.Length < BodyAt + TagLength || sealed_[0] is not Version)
        {
            return null;
        }

        foreach (var (id, key) in _keys)
        {
            if (sealed_[1..NonceAt].SequenceEqual(id) && TryOpen(sealed_, key, boundTo) is { } payload)
            {
                return payload;
            }
        }

        return null;
    }

    /// <summary>For the test of known answers.</summary>
    internal byte[] Seal(ReadOnlySpan<byte> payload, string boundTo, ReadOnlySpan<byte> nonce)
    {
        var (id, key) = _keys[0];
        var sealed_ = new byte[BodyAt + payload.Length + TagLength];
        sealed_[0] = Version;
        id.CopyTo(sealed_.AsSpan(1));
        nonce.CopyTo(sealed_.AsSpan(NonceAt));
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(nonce, payload, sealed_.AsSpan(BodyAt, payload.Length), sealed_.AsSpan(BodyAt + payload.Length), Bound(sealed_, boundTo));
        return sealed_;
    }

    private static byte[]? TryOpen(ReadOnlySpan<byte> sealed_, byte[] key, string boundTo)
    {
        var payload = new byte[sealed_.Length - BodyAt - TagLength];
        using var aes = new AesGcm(key, TagLength);
        try
        {
            aes.Decrypt(sealed_[NonceAt..BodyAt], sealed_.Slice(BodyAt, payload.Length), sealed_[^TagLength..], payload, Bound(sealed_, boundTo));
            return payload;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static byte[] Bound(ReadOnlySpan<byte> sealed_, string boundTo) => [.. sealed_[..BodyAt], .. Encoding.UTF8.GetBytes(boundTo)];
}
