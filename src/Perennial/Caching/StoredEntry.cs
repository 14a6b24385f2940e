using System.Diagnostics.CodeAnalysis;

namespace Perennial.Caching;

/// <summary>An entry as a store has it.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Version">
/// What a <see cref="PutCondition"/> names: a text of the store's own (an ETag, a number of a row) that changes whenever the
/// entry is written. Empty where the store knows none, and keeps whatever it is given.
/// </param>
[Experimental("PERNL001")]
public sealed record StoredEntry(CacheEntry Entry, string Version);
