namespace Perennial.Bench.Driver;

/// <summary>Resident bytes before and after <paramref name="Hits"/> requests.</summary>
internal readonly record struct MemoryResult(Candidate Candidate, long Before, long After, long Hits);
