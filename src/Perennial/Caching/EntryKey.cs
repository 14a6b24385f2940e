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
    private string? _hash;

    /// <summary>A key of canonical bytes, as <see cref="EntryKeyBuilder"/> makes them.</summary>
    public EntryKey(ReadOnlySpan<byte> canonical)
    {
        _canonical = canonical.ToArray();
        var hash = new HashCode();
        hash.AddBytes(canonical);
        _hashCode = hash.ToHashCode();
    }

    /// <summary>SHA-256 of the canonical bytes, 64 lower-case hexadecimal digits: safe as a file name on every system.</summary>
    /// <remarks>Made when a store asks for it. Whoever finds the entry in memory never does.</remarks>
    public string Hash => _hash ??= Convert.ToHexStringLower(SHA256.HashData(_canonical));

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
