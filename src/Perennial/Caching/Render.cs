namespace Perennial.Caching;

/// <summary>Makes an entry. Failures are outcomes, not exceptions.</summary>
/// <param name="startedAt">Where the ledger stands at the beginning: the entry must not claim to be newer.</param>
/// <param name="reason">Why it runs.</param>
/// <param name="cancellationToken">Ends with the process, not with a visitor.</param>
internal delegate Task<RenderOutcome> Render(
    LedgerPosition startedAt, RenderReason reason, CancellationToken cancellationToken);
