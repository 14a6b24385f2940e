using Microsoft.Extensions.Logging;

namespace Perennial.Caching.Files;

internal static class BuildLedger
{
    /// <summary>
    /// The position that built pages carry. Beside a server this is the last invalidation that it acknowledged, and nothing
    /// is locked; where there is no ledger and nobody holds the folder, one is made that the next server here goes on with.
    /// </summary>
    /// <remarks>
    /// The witness may be behind the ledger for a moment. Then a page looks older than it is, which costs a render; and what
    /// the ledger has beyond its witness was not acknowledged when this was read.
    /// </remarks>
    /// <returns>Null when nothing can be read or made: then nobody knows what happened since the pages were made.</returns>
    public static Task<LedgerPosition?> ReadForBuildAsync(
        string directory, int tagLimit, ILogger logger, CancellationToken cancellationToken) =>
        ReadAsync(CacheFolder.Resolve(directory), tagLimit, logger, cancellationToken);

    private static async Task<LedgerPosition?> ReadAsync(
        string root, int tagLimit, ILogger logger, CancellationToken cancellationToken)
    {
        if (Acknowledged(root) is { } position)
        {
            return position;
        }

        var opened = await CacheFolder.OpenAsync(root, cancellationToken);
        if (!opened.IsOpen)
        {
            // Another process may just have created it.
            return Acknowledged(root);
        }

        using var folder = opened.Folder;
        try
        {
            await using var ledger = await FileTagLedger.OpenAsync(folder, LedgerOpening.Build, tagLimit, logger, cancellationToken);
            return ledger.Position;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Null when there is no ledger, or one of another machine that no server has opened: it is the image's, not this folder's.</summary>
    private static LedgerPosition? Acknowledged(string root)
    {
        var witness = File.Exists(CacheFolder.LedgerIn(root)) ? LedgerWitness.Read(CacheFolder.WitnessIn(root)) : null;
        return witness is not null && (witness.IsOpened || witness.Folder == FolderIdentity.Of(root))
            ? witness.Position
            : null;
    }
}
