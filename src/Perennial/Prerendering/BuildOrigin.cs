using Perennial.Caching;

namespace Perennial.Prerendering;

/// <summary>What a run of <c>build</c> is known by, and from when its pages are.</summary>
/// <param name="RunId">Random, in hexadecimal digits.</param>
/// <param name="Code">The identity of the code that renders.</param>
/// <param name="HasGivenId">Whether the app gave the build's id.</param>
/// <param name="Position">Where the ledger stood before anything was rendered; null when none could be read.</param>
internal sealed record BuildOrigin(string RunId, string Code, bool HasGivenId, LedgerPosition? Position);
