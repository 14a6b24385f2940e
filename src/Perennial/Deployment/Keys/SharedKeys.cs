using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace Perennial.Deployment.Keys;

/// <summary>
/// The keys that all instances of a build have in common: what the environment gives now, else what the build was made with,
/// else keys of this process. They are used for what the framework's own key ring is not: an image may be read by many, and
/// the sessions of a site must not hang on what lies in it.
/// </summary>
internal sealed class SharedKeys
{
    private const int Length = 32;

    /// <param name="given">From the environment.</param>
    /// <param name="built">From the build.</param>
    public SharedKeys(IReadOnlyList<byte[]>? given, IReadOnlyList<byte[]>? built)
    {
        IsGiven = given is not null;
        IsOfBuild = given is null && built is { Count: > 0 };
        All = given ?? (IsOfBuild ? built! : [RandomNumberGenerator.GetBytes(Length)]);
    }

    /// <summary>The first one encrypts.</summary>
    public IReadOnlyList<byte[]> All { get; }

    /// <summary>Whether the operator gave them to this process.</summary>
    public bool IsGiven { get; }

    public bool IsOfBuild { get; }

    public static SharedKeys Of(IConfiguration configuration, BuildManifest? manifest) => new(
        EncryptionKeyText.In(configuration) is (_, var text) ? EncryptionKeyText.Parse(text) : null,
        manifest?.EncryptionKeys);

    /// <summary>For what a build embeds: a key that is given, or one of its own.</summary>
    public static IReadOnlyList<byte[]> ForBuild(IConfiguration configuration) => Of(configuration, manifest: null).All;

    /// <summary>What tells keys apart, and tells nothing of them.</summary>
    public IReadOnlyList<string> Fingerprints => [.. All.Select(static key => Convert.ToHexStringLower(Derive(key, "fingerprint", 8)))];

    /// <summary>A key for one purpose: who learns it learns no other one.</summary>
    public static byte[] Derive(byte[] key, string purpose, int length) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key, length, salt: [], info: Encoding.UTF8.GetBytes("perennial " + purpose));
}
