using System.Diagnostics.CodeAnalysis;

namespace Perennial.Caching.Files;

/// <summary>An entry, or the reason why there is none.</summary>
public readonly record struct EntryReadResult
{
    private EntryReadResult(CacheEntry? entry, EntryFault fault, string version) => (Entry, Fault, Version) = (entry, fault, version);

    /// <summary>The entry; null when <see cref="Fault"/> says why not.</summary>
    public CacheEntry? Entry { get; }

    /// <summary>What is wrong; <see cref="EntryFault.None"/> when nothing is.</summary>
    public EntryFault Fault { get; }

    /// <summary>Whether there is an entry.</summary>
    [MemberNotNullWhen(true, nameof(Entry))]
    public bool IsWhole => Entry is not null;

    internal string Version { get; }

    internal static EntryReadResult Of(CacheEntry entry, string version) => new(entry, EntryFault.None, version);

    internal static EntryReadResult Bad(EntryFault fault) => new(null, fault, "");
}
