using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Perennial.Caching;
using Perennial.Caching.Ledger;
using Perennial.Postgres.Database;
using Perennial.Postgres.Leases;
using Perennial.Postgres.Ledger;
using Perennial.Postgres.Store;

namespace Perennial.Postgres;

internal sealed class PostgresProvider(IOptions<PostgresOptions> settings, IServiceProvider services) : IStorageProvider
{
    /// <summary>Of a start, for the first look. A database that hangs is one that is down.</summary>
    private static readonly TimeSpan FirstLook = TimeSpan.FromSeconds(10);

    public async ValueTask<StorageParts> OpenAsync(StorageContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var options = settings.Value;
        var logger = context.Loggers.CreateLogger("Perennial.Postgres");
        var database = new PostgresDatabase(options, options.ConnectionString is null ? services.GetRequiredService<NpgsqlDataSource>() : null);
        var readiness = new Readiness(database, options, context.Purpose, logger);
        try
        {
            await LookAsync(readiness, context.Time, logger, cancellationToken);
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }

        return context.Purpose is StoragePurpose.Serve
            ? await ServeAsync(options, context, database, readiness, logger, cancellationToken)
            : await VisitAsync(options, context, database, readiness, logger, cancellationToken);
    }

    private static async Task LookAsync(Readiness readiness, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(FirstLook, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await readiness.EnsureAsync(either.Token);
        }
        catch (Exception error) when (Fault.IsOutOfReach(error) && !cancellationToken.IsCancellationRequested)
        {
            // The site starts all the same; the ledger goes on asking.
            Log.NotReached(logger, error.Message);
        }
    }

    private static async ValueTask<StorageParts> ServeAsync(
        PostgresOptions options, StorageContext context, PostgresDatabase database, Readiness readiness, ILogger logger, CancellationToken cancellationToken)
    {
        var following = new SharedLedgerOptions { PollInterval = options.PollInterval };
        PostgresLog? log = null;
        PostgresLease? lease = null;
        var listener = new Listener(database, readiness, Hear, context.Time, logger);
        log = new PostgresLog(database, readiness, mayWrite: true, following.TagLimit, listener);
        lease = new PostgresLease(database, readiness, listener, context.Time);
        var sweep = new Sweep(database, readiness, log, options, context.Time, logger);
        var ledger = await OpenAsync(log, following, context, logger, cancellationToken);
        listener.Start();
        sweep.Start();
        return new()
        {
            Ledger = ledger,
            Lease = lease,
            Store = new PostgresStore(database, readiness, options.MaxEntryBytes, context.Time, sweep),
            StoreIsShared = true,
            EpochBegan = ledger.EpochBegan,
        };

        void Hear(string? payload)
        {
            if (payload is null)
            {
                log!.Ring();
            }
            else if (payload.StartsWith('l'))
            {
                lease!.Hear(payload);
            }
            else
            {
                log!.Hear(payload);
            }
        }
    }

    // Who only visits holds no lease, tidies nothing up, and is told nothing.
    private static async ValueTask<StorageParts> VisitAsync(
        PostgresOptions options, StorageContext context, PostgresDatabase database, Readiness readiness, ILogger logger, CancellationToken cancellationToken)
    {
        var once = new SharedLedgerOptions { PollInterval = options.PollInterval, Follows = false };
        var log = new PostgresLog(database, readiness, mayWrite: context.Purpose is StoragePurpose.Tool, once.TagLimit);
        return new()
        {
            Ledger = await OpenAsync(log, once, context, logger, cancellationToken),
            Store = context.Purpose is StoragePurpose.Tool ? new PostgresStore(database, readiness, options.MaxEntryBytes, context.Time) : null,
            StoreIsShared = true,
        };
    }

    private static async ValueTask<SharedLedger> OpenAsync(
        PostgresLog log, SharedLedgerOptions options, StorageContext context, ILogger logger, CancellationToken cancellationToken)
    {
        try
        {
            return await SharedLedger.OpenAsync(log, options, context.Time, logger, cancellationToken);
        }
        catch
        {
            await log.DisposeAsync();
            throw;
        }
    }
}
