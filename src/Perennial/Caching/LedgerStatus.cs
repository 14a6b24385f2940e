using System.Diagnostics.CodeAnalysis;

namespace Perennial.Caching;

/// <summary>What the word of a ledger is worth. Replaced whole when it changes.</summary>
/// <param name="IsDurable">Whether acknowledged invalidations survive the process.</param>
/// <param name="IsShared">Whether other servers see them.</param>
[Experimental("PERNL001")]
public sealed record LedgerStatus(bool IsDurable, bool IsShared = false)
{
    /// <summary>
    /// Until when this process may believe that it knows every invalidation, as a timestamp of the app's
    /// <see cref="TimeProvider"/> (monotonic, no wall clock); null: always. Later everything kept counts as stale.
    /// </summary>
    public long? TrustedUntil { get; init; }
}
