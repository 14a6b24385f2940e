namespace Perennial.Caching.Files;

/// <summary>Why bytes are not the entry that was asked for. Every fault is a miss.</summary>
public enum EntryFault
{
    /// <summary>There is none: the entry is whole.</summary>
    None = 0,

    /// <summary>The bytes end too early: a write was cut off.</summary>
    Torn = 1,

    /// <summary>The bytes are not what was written.</summary>
    Corrupt = 2,

    /// <summary>Written in another version of the format.</summary>
    ForeignVersion = 3,

    /// <summary>A whole entry, of another key.</summary>
    OtherKey = 4,
}
