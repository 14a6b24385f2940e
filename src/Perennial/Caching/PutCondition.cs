using System.Diagnostics.CodeAnalysis;

namespace Perennial.Caching;

/// <summary>When a store may write: compare and set.</summary>
[Experimental("PERNL001")]
public sealed record PutCondition
{
    private PutCondition()
    {
    }

    /// <summary>Whatever is there. For a store that one process alone writes.</summary>
    public static PutCondition Always { get; } = new();

    /// <summary>When nothing is there.</summary>
    public static PutCondition IfAbsent { get; } = new() { IsAbsent = true };

    /// <summary>Whether there must be nothing.</summary>
    public bool IsAbsent { get; private init; }

    /// <summary>The version that must be there; null: any, or none.</summary>
    public string? Version { get; private init; }

    /// <summary>
    /// The fence of the lease that the render had. A store that knows a greater one for this key refuses: the holder was
    /// replaced while it was away. 0: none.
    /// </summary>
    public long Fence { get; init; }

    /// <summary>When this version is there.</summary>
    /// <param name="version">As <see cref="StoredEntry.Version"/> gave it. Empty: the store has no versions, and nothing is compared.</param>
    public static PutCondition IfVersion(string version)
    {
        ArgumentNullException.ThrowIfNull(version);
        return version.Length is 0 ? Always : new() { Version = version };
    }

    /// <summary>Whether it holds.</summary>
    /// <param name="version">What is there; null: nothing.</param>
    public bool HoldsFor(string? version) => IsAbsent ? version is null : Version is null || Version == version;
}
