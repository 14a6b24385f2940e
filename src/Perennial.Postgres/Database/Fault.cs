using System.Net.Sockets;
using Npgsql;

namespace Perennial.Postgres.Database;

/// <summary>What an error of Npgsql's says about what was asked.</summary>
internal static class Fault
{
    /// <summary>
    /// Whether the server looked at the statements and refused them, so that nothing of their transaction happened. The end of
    /// a connection says nothing of the kind: it may come between the commit and its answer.
    /// </summary>
    public static bool IsRefusal(Exception error) => error is PostgresException { SqlState: [_, _, ..] state }
        && !state.StartsWith("08", StringComparison.Ordinal)
        && !state.StartsWith("57", StringComparison.Ordinal)
        && !state.StartsWith("58", StringComparison.Ordinal)
        && !state.StartsWith("XX", StringComparison.Ordinal);

    /// <summary>Whether it is somebody's mistake that does not pass: a name, a password, a database that is not there.</summary>
    public static bool IsRefusedLogin(Exception error) => error is PostgresException
    {
        SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification or PostgresErrorCodes.InvalidCatalogName,
    };

    public static bool IsMissingTable(Exception error) => error is PostgresException
    {
        SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName,
    };

    public static bool IsMissingRight(Exception error) => error is PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege };

    /// <summary>Whether it can pass by itself: a server that is down, starts, is full, or hangs.</summary>
    public static bool IsOutOfReach(Exception error) => error is NpgsqlException or TimeoutException or OperationCanceledException or SocketException or IOException;
}
