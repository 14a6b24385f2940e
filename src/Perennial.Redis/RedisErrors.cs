using StackExchange.Redis;

namespace Perennial.Redis;

/// <summary>What an error says about what was asked for.</summary>
internal static class RedisErrors
{
    /// <summary>Whether nothing of it happened: it never left this process, or Redis refused it before its first write.</summary>
    /// <remarks>
    /// A script that fails in its middle keeps what it wrote. What a server refuses by these words it refuses at the first write,
    /// and a user's missing right to a command (NOPERM) may come later.
    /// </remarks>
    public static bool IsCertain(Exception error) => error switch
    {
        RedisConnectionException connection => connection.FailureType is ConnectionFailureType.UnableToResolvePhysicalConnection or ConnectionFailureType.UnableToConnect
            || connection.CommandStatus is CommandStatus.WaitingToBeSent or CommandStatus.WaitingInBacklog,
        RedisServerException server => server.Kind is RedisErrorKind.ReadOnly or RedisErrorKind.NoAuth or RedisErrorKind.WrongPass
            or RedisErrorKind.OutOfMemory or RedisErrorKind.Loading or RedisErrorKind.Misconfigured or RedisErrorKind.NoReplicas
            or RedisErrorKind.ClusterDown or RedisErrorKind.MasterDown or RedisErrorKind.TryAgain or RedisErrorKind.Busy
            or RedisErrorKind.NoScript or RedisErrorKind.Moved or RedisErrorKind.Ask,
        _ => false,
    };
}
