using Microsoft.Extensions.Logging;

namespace Perennial.Caching.Files;

internal static partial class Log
{
    [LoggerMessage(1500, LogLevel.Warning,
        "The last {Bytes} bytes of '{Path}' were an unfinished write, which was never acknowledged; they are dropped.")]
    public static partial void LedgerTailDropped(ILogger logger, string path, long bytes);

    [LoggerMessage(1501, LogLevel.Error,
        "'{Path}' is not readable as a ledger. It is set aside as .unreadable.")]
    public static partial void LedgerUnreadable(ILogger logger, string path);

    [LoggerMessage(1502, LogLevel.Error,
        "Invalidations cannot be written to '{Path}' and are refused until they can.")]
    public static partial void LedgerWriteFailed(ILogger logger, string path, Exception exception);

    [LoggerMessage(1503, LogLevel.Warning, "'{Path}' could not be compacted; it goes on growing and is tried again later.")]
    public static partial void LedgerNotCompacted(ILogger logger, string path, Exception exception);

    [LoggerMessage(1504, LogLevel.Information, "Invalidations are written to '{Path}' again.")]
    public static partial void LedgerWritesAgain(ILogger logger, string path);

    [LoggerMessage(1505, LogLevel.Warning, "A new epoch begins in '{Path}', and everything kept counts as stale once: {Why}.")]
    public static partial void EpochBegan(ILogger logger, string path, string why);

    [LoggerMessage(1506, LogLevel.Warning,
        "Invalidations end with this process: nothing could be written into '{Folder}', so whoever holds it next does not hear of them.")]
    public static partial void EpochNotAsked(ILogger logger, string folder, Exception exception);

    [LoggerMessage(1507, LogLevel.Warning,
        "The cache folder '{Folder}' was exchanged while this process ran, and another process holds it now. It is told of each invalidation, and keeps nothing as fresh that was made before. Give each process its own folder.")]
    public static partial void FolderTakenByOther(ILogger logger, string folder);

    [LoggerMessage(1508, LogLevel.Warning,
        "The cache folder '{Folder}' or its lock was deleted while this process ran. It is held again, and a new epoch begins: everything kept counts as stale once.")]
    public static partial void FolderHeldAgain(ILogger logger, string folder);

    [LoggerMessage(1510, LogLevel.Warning,
        "Entries cannot be written to '{Path}'. Pages are served and kept in memory; writing is tried again by itself.")]
    public static partial void StoreWritesPaused(ILogger logger, string path, Exception exception);

    [LoggerMessage(1511, LogLevel.Information, "Entries are written to '{Path}' again.")]
    public static partial void StoreWritesAgain(ILogger logger, string path);

    [LoggerMessage(1512, LogLevel.Warning, "Entry {Name} on disk is not what was written ({Fault}). It counts as absent and is set aside.")]
    public static partial void EntrySetAside(ILogger logger, EntryName name, EntryFault fault);

    [LoggerMessage(1513, LogLevel.Warning, "'{Path}' cannot be read; its entries count as absent. Said once a minute.")]
    public static partial void EntryNotRead(ILogger logger, string path, Exception exception);

    [LoggerMessage(1514, LogLevel.Warning,
        "'{Path}' is not what the build wrote ({Fault}). It counts as absent, and its page is rendered; so do others like it, of which nothing more is said. Build or copy the build's folder again.")]
    public static partial void BuiltEntryDamaged(ILogger logger, string path, EntryFault fault);

    [LoggerMessage(1520, LogLevel.Warning,
        "'{Path}' is damaged, so nobody knows which built pages were replaced. All are rendered anew until the next build.")]
    public static partial void SupersededUnreadable(ILogger logger, string path);
}
