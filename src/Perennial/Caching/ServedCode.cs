namespace Perennial.Caching;

/// <summary>Which code serves, as far as it matters to what other code has left in the cache folder.</summary>
/// <param name="KeyId">What the keys of its entries are made with: only code that has the same could read them.</param>
/// <param name="Mark">A text that is the same for the same code, and for code that its build id declares to be the same.</param>
internal sealed record ServedCode(string KeyId, string Mark);
