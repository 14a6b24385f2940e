using Perennial.Caching;

namespace Perennial.Fleet.Histories;

/// <summary>What happened in one run, by the test's own clock in milliseconds.</summary>
public sealed record History(IReadOnlyList<PageRead> Reads, IReadOnlyList<Change> Changes, IReadOnlyList<Disturbance> Disturbances);

/// <summary>One visit.</summary>
/// <param name="Life">Which life of its server answered: a server that was killed begins another one.</param>
/// <param name="IsFresh">Whether the answer claimed to be fresh: neither stale nor rendered for this visit alone.</param>
public sealed record PageRead(int Node, int Life, string Key, double Start, double End, int Status, string BodyKey, int Version, bool IsFresh);

/// <summary>One invalidation, after the content became <paramref name="Version"/>.</summary>
public sealed record Change(int Node, string Key, InvalidationKind Kind, int Version, double Start, double End, ChangeResult Result);

public enum ChangeResult
{
    Applied,
    NotApplied,
    Unknown,
}

/// <summary>Something was done to a server of the fleet, or to the storage (<paramref name="Node"/> is null), until it was whole again.</summary>
public sealed record Disturbance(string What, int? Node, double Start, double End);
