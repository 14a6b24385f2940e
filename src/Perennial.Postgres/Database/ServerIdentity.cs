namespace Perennial.Postgres.Database;

/// <summary>
/// Which history of a server this is. A copy, a restored backup that ran on, or a replica that was promoted is another one,
/// and may lack what the old one acknowledged.
/// </summary>
internal static class ServerIdentity
{
    /// <summary>From the log that is written now. What <c>pg_control_checkpoint()</c> says is old until the first checkpoint after a promotion.</summary>
    public const string Timeline = "left(pg_walfile_name(pg_current_wal_lsn()), 8)";
}
