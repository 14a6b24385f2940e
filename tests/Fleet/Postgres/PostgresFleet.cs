using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Perennial.Caching;
using Perennial.Fleet.Servers;
using Perennial.Postgres;

namespace Perennial.Fleet.Postgres;

/// <summary>Servers of one site, each with a network of its own to the database.</summary>
public sealed class PostgresFleet(PostgresServer server, string? schema = null) : IAsyncDisposable
{
    private readonly List<PostgresNode> _nodes = [];

    public string Schema { get; } = schema ?? PostgresServer.NewSchema();

    public PostgresServer Server => server;

    public async Task<PostgresNode> AddAsync(
        StoragePurpose purpose = StoragePurpose.Serve, Action<PostgresOptions>? configure = null, ILoggerFactory? loggers = null, NpgsqlDataSource? source = null)
    {
        var proxy = new TcpFaultProxy(server.Port);
        var options = new PostgresOptions
        {
            ConnectionString = source is null ? $"Host=127.0.0.1;Port={proxy.Port};Username=postgres;Database=postgres;Timeout=5" : null,
            Schema = Schema,
            PollInterval = TimeSpan.FromMilliseconds(500),
        };
        configure?.Invoke(options);
        var services = new ServiceCollection();
        if (source is not null)
        {
            services.AddSingleton(source);
        }

        var node = new PostgresNode(proxy);
        _nodes.Add(node);
        node.Parts = await new PostgresProvider(Options.Create(options), services.BuildServiceProvider()).OpenAsync(Context(purpose, loggers), TestContext.Current.CancellationToken);
        return node;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }
    }

    private static StorageContext Context(StoragePurpose purpose, ILoggerFactory? loggers) => new()
    {
        Purpose = purpose,
        SiteUrl = null,
        BuildId = "build",
        Options = new(),
        Time = TimeProvider.System,
        Loggers = loggers ?? NullLoggerFactory.Instance,
    };
}

public sealed class PostgresNode(TcpFaultProxy network) : IAsyncDisposable
{
    public TcpFaultProxy Network => network;

    public StorageParts Parts { get; set; } = new();

    public ITagLedger Ledger => Parts.Ledger!;

    public ICacheStore Store => Parts.Store!;

    public IRenderLease Lease => Parts.Lease!;

    /// <summary>Its leases need the connection that listens, which comes up behind the start.</summary>
    public Task ListensAsync() => Eventually.IsTrueAsync(async () =>
    {
        try
        {
            var key = new EntryKeyBuilder().Add(Guid.NewGuid().ToString()).Build();
            await using var lease = await Lease.TryAcquireAsync(key, Ledger.Position, TimeSpan.FromSeconds(10), CancellationToken.None);
            return lease is not null;
        }
        catch (IOException)
        {
            return false;
        }
    });

    /// <summary>In the order in which an app closes them.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var part in new object?[] { Parts.Store, Parts.Lease, Parts.Ledger })
        {
            await (part is IAsyncDisposable open ? open.DisposeAsync() : default);
        }

        Parts = new();
        await network.DisposeAsync();
    }
}
