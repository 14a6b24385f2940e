using System.Security.Cryptography;

namespace Perennial.Caching;

/// <summary>
/// The identity of an entry: the length-prefixed bytes of everything it depends on. Stores name it by
/// <see cref="Hash"/>, and compare <see cref="Canonical"/> whole when they read.
/// </summary>
public sealed class EntryKey : IEquatable<EntryKey>
{
    private readonly byte[] _canonical;
    private readonly int _hashCode;

    /// <summary>A key of canonical bytes, as <see cref="EntryKeyBuilder"/> makes them.</summary>
    public EntryKey(ReadOnlySpan<byte> canonical)
    {
        _canonical = canonical.ToArray();
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(canonical, digest);
        Hash = Convert.ToHexStringLower(digest);
        _hashCode = BitConverter.ToInt32(digest);
    }

    /// <summary>SHA-256 of the canonical bytes, 64 lower-case hexadecimal digits: safe as a file name on every system.</summary>
    public string Hash { get; }

    /// <summary>All bytes of the key.</summary>
    public ReadOnlyMemory<byte> Canonical => _canonical;

    /// <inheritdoc/>
    public bool Equals(EntryKey? other) =>
        other is not null && (ReferenceEquals(this, other) || _canonical.AsSpan().SequenceEqual(other._canonical));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as EntryKey);

    /// <inheritdoc/>
    public override int GetHashCode() => _hashCode;

    /// <inheritdoc/>
    public override string ToString() => Hash;
}
