namespace Perennial.Caching.Files;

/// <summary>What is known of a ledger beside the ledger itself.</summary>
/// <param name="Position">The last invalidation that was acknowledged, or is about to be.</param>
/// <param name="IsOpened">Whether a server ever held it; until then only <c>build</c> knows it.</param>
/// <param name="Folder">Where it was written.</param>
internal sealed record Witness(LedgerPosition Position, bool IsOpened, FolderIdentity Folder);
