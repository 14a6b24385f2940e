using Microsoft.Extensions.Logging;

namespace Perennial.Postgres;

internal static partial class Log
{
    [LoggerMessage(7000, LogLevel.Warning, "The connection that listens to Postgres broke: {Why} The ledger is polled until it is back; leases that this server held are free.")]
    public static partial void ListeningLost(ILogger logger, string why);

    [LoggerMessage(7001, LogLevel.Information, "The connection that listens to Postgres is back")]
    public static partial void ListeningAgain(ILogger logger);

    [LoggerMessage(7002, LogLevel.Information, "The tables of version {Version} were made in the schema '{Schema}'")]
    public static partial void TablesMade(ILogger logger, int version, string schema);

    [LoggerMessage(7003, LogLevel.Warning, "Postgres could not be tidied up; it is tried again in a minute")]
    public static partial void SweepFailed(ILogger logger, Exception error);

    [LoggerMessage(7004, LogLevel.Debug, "Postgres was tidied up: {Entries} entries and {Tags} tags went")]
    public static partial void Swept(ILogger logger, int entries, int tags);

    [LoggerMessage(7005, LogLevel.Warning, "Postgres cannot be reached: {Why} The site goes on, and its tables are looked at when it can")]
    public static partial void NotReached(ILogger logger, string why);
}
