namespace Perennial.Caching.Files;

/// <summary>Why a ledger is opened.</summary>
/// <param name="IsServer">Whether the process will serve from it; <c>build</c> only makes one that is missing.</param>
/// <param name="Memory">What this process acknowledged before it held the folder; null when nothing.</param>
internal sealed record LedgerOpening(bool IsServer, LedgerState? Memory)
{
    public static LedgerOpening Serve { get; } = new(true, null);

    public static LedgerOpening Build { get; } = new(false, null);
}
