using System.Globalization;
using Npgsql;

namespace Perennial.Postgres.Database;

/// <summary>
/// Tries whether a notification arrives. Behind pgbouncer in transaction mode LISTEN succeeds and nothing ever comes, and the
/// session's lock, which says that this server lives, is another session's.
/// </summary>
internal sealed class NotificationProbe(PostgresDatabase database)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    public async Task RequireAsync(NpgsqlConnection listening, CancellationToken cancellationToken)
    {
        var channel = "perennial_probe_" + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture);
        var isHeard = false;
        void Hear(object sender, NpgsqlNotificationEventArgs heard) => isHeard |= heard.Channel == channel;
        listening.Notification += Hear;
        try
        {
            await using (var listen = new NpgsqlCommand($"listen {channel}", listening))
            {
                await listen.ExecuteNonQueryAsync(cancellationToken);
            }

            // Over another connection: a pooler would hand the first one its own notification together with the answer.
            await using (var other = await database.OpenAsync(cancellationToken))
            await using (var notify = new NpgsqlCommand($"notify {channel}", other))
            {
                await notify.ExecuteNonQueryAsync(cancellationToken);
            }

            while (!isHeard && await listening.WaitAsync(Limit, cancellationToken))
            {
                // Another message came first.
            }

            if (!isHeard)
            {
                throw new PerennialException(
                    "PER7014", $"A notification did not arrive within {Limit.TotalSeconds:0} seconds: between the app and Postgres stands a pooler that shares sessions, for example pgbouncer with pool_mode=transaction. Connect Perennial:Postgres to the server itself, or to a pool with pool_mode=session.");
            }

            await using var unlisten = new NpgsqlCommand($"unlisten {channel}", listening);
            await unlisten.ExecuteNonQueryAsync(cancellationToken);
        }
        finally
        {
            listening.Notification -= Hear;
        }
    }
}
