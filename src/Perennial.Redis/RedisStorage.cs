using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Perennial.Caching;
using Perennial.Caching.Ledger;
using StackExchange.Redis;

namespace Perennial.Redis;

/// <summary>Ledger, entries and leases of one site in one Redis, over one connection.</summary>
internal sealed class RedisStorage(IOptions<RedisOptions> options, IServiceProvider services) : IStorageProvider
{
    private static readonly TimeSpan CheckLimit = TimeSpan.FromSeconds(2);

    public async ValueTask<StorageParts> OpenAsync(StorageContext context, CancellationToken cancellationToken)
    {
        var settings = options.Value;
        var logger = context.Loggers.CreateLogger<RedisStorage>();
        var connection = await RedisConnection.OpenAsync(settings, services.GetService<IConnectionMultiplexer>()).WaitAsync(cancellationToken);
        try
        {
            var facts = new ServerFacts(connection, logger);
            await CheckAsync(facts, context.Time, cancellationToken);
            return await PartsAsync(context, connection, facts, settings, logger, cancellationToken);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static async ValueTask<StorageParts> PartsAsync(
        StorageContext context, RedisConnection connection, ServerFacts facts, RedisOptions settings, ILogger logger, CancellationToken cancellationToken)
    {
        var isBuild = context.Purpose is StoragePurpose.Build;
        var ledger = await SharedLedger.OpenAsync(
            new RedisLog(connection, facts, settings.WaitForReplicas),
            // Above what the log keeps: a server need not forget what the log remembers.
            new() { PollInterval = settings.PollInterval, TagLimit = RedisLog.TagLimit * 3 / 2, Follows = !isBuild },
            context.Time,
            logger,
            cancellationToken);
        return isBuild
            ? new() { Ledger = ledger }
            : new()
            {
                Ledger = ledger,
                Store = new RedisStore(connection, settings, context.Time),
                Lease = new RedisLease(connection, context.Time, logger),
                StoreIsShared = true,
                EpochBegan = ledger.EpochBegan,
            };
    }

    private static async Task CheckAsync(ServerFacts facts, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            await facts.CheckAsync(cancellationToken).WaitAsync(CheckLimit, time, cancellationToken);
        }
        catch (RedisServerException error) when (error.Kind is RedisErrorKind.NoPermission)
        {
            throw new PerennialException("PER7111", $"The user of Redis may not do what a site needs: {error.Message}", error);
        }
        catch (Exception error) when (error is RedisException or TimeoutException)
        {
            // It is not there yet. The site starts, and the ledger says when it is.
        }
    }
}
