using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Perennial.Caching;
using Perennial.Redis;

namespace Perennial.Fleet.Redis;

/// <summary>Servers of one site, each with its own connection to one Redis.</summary>
internal sealed class RedisSite(string prefix, Action<RedisOptions>? configure = null) : IAsyncDisposable
{
    private readonly List<StorageParts> _open = [];

    public ILoggerFactory Loggers { get; init; } = NullLoggerFactory.Instance;

    public async Task<StorageParts> OpenAsync(string connectionString, StoragePurpose purpose = StoragePurpose.Serve)
    {
        var options = new RedisOptions { ConnectionString = connectionString, Prefix = prefix, PollInterval = TimeSpan.FromMilliseconds(500) };
        configure?.Invoke(options);
        var services = new ServiceCollection().BuildServiceProvider();
        var parts = await new RedisStorage(Options.Create(options), services).OpenAsync(
            new()
            {
                Purpose = purpose,
                SiteUrl = null,
                BuildId = "build",
                Options = new(),
                Time = TimeProvider.System,
                Loggers = Loggers,
            },
            TestContext.Current.CancellationToken);
        _open.Add(parts);
        return parts;
    }

    public async Task CloseAsync(StorageParts parts)
    {
        _open.Remove(parts);
        await EndAsync(parts);
    }

    public static async Task EndAsync(StorageParts parts)
    {
        foreach (var part in new object?[] { parts.Store, parts.Lease, parts.Ledger })
        {
            await (part is IAsyncDisposable open ? open.DisposeAsync() : default);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var parts in _open)
        {
            await EndAsync(parts);
        }
    }
}
