namespace Perennial.Caching.Files;

/// <summary>Why a ledger is opened.</summary>
/// <param name="IsServer">Whether the process will serve from it; <c>build</c> only makes one that is missing.</param>
/// <param name="Memory">What this process acknowledged before it held the folder; null when nothing.</param>
/// <param name="OwnRequest">The name under which it asked for a new epoch meanwhile: what it asked for, <paramref name="Memory"/> knows better.</param>
internal sealed record LedgerOpening(bool IsServer, LedgerState? Memory, string? OwnRequest = null)
{
    public static LedgerOpening Serve { get; } = new(true, null);

    public static LedgerOpening Build { get; } = new(false, null);
}
