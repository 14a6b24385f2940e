using System.Buffers.Binary;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using System.Transactions;
using Npgsql;

namespace Perennial.Postgres.Database;

/// <summary>One server's way to the database, and the names that all servers of a site use there.</summary>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;
    private readonly bool _isOwn;
    private readonly string _namespace;

    /// <param name="options">Checked ones.</param>
    /// <param name="source">The app's own, where the options name no other.</param>
    public PostgresDatabase(PostgresOptions options, NpgsqlDataSource? source)
    {
        _isOwn = options.ConnectionString is not null;
        _source = _isOwn ? Create(options.ConnectionString!) : source!;
        Schema = Identifier.Quoted(options.Schema);
        Site = options.Site;
        _namespace = $"perennial\n{options.Schema}\n{options.Site}";
        Channel = "perennial_" + Convert.ToHexStringLower(Hash("channel").AsSpan(0, 16));
        LedgerLock = LockOf("ledger");
    }

    /// <summary>In quotes.</summary>
    public string Schema { get; }

    public string Site { get; }

    /// <summary>Channels are the whole database's, so it names schema and site; by their hash, because a name has 63 bytes.</summary>
    public string Channel { get; }

    /// <summary>Whoever gives numbers holds it to the end of the transaction, so that numbers become visible in their order.</summary>
    public long LedgerLock { get; }

    /// <summary>A connection that is none of the app's transaction, whatever flows to here.</summary>
    public async ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        using var none = new TransactionScope(TransactionScopeOption.Suppress, TransactionScopeAsyncFlowOption.Enabled);
        return await _source.OpenConnectionAsync(cancellationToken);
    }

    public long LockOf(string what) => BinaryPrimitives.ReadInt64LittleEndian(Hash(what));

    public ValueTask DisposeAsync() => _isOwn ? _source.DisposeAsync() : default;

    private byte[] Hash(string what) => SHA256.HashData(Encoding.UTF8.GetBytes(_namespace + '\n' + what));

    private static NpgsqlDataSource Create(string connectionString)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        var said = new DbConnectionStringBuilder { ConnectionString = connectionString };
        var settings = builder.ConnectionStringBuilder;
        settings.Enlist = false;
        settings.ApplicationName ??= "Perennial";

        // Npgsql's fifteen seconds are longer than anybody here waits, and each of them would hold a place of the pool.
        settings.Timeout = said.ContainsKey("Timeout") ? settings.Timeout : 5;
        settings.CommandTimeout = said.ContainsKey("Command Timeout") ? settings.CommandTimeout : 10;
        settings.MaxAutoPrepare = said.ContainsKey("Max Auto Prepare") ? settings.MaxAutoPrepare : 30;
        settings.AutoPrepareMinUsages = said.ContainsKey("Auto Prepare Min Usages") ? settings.AutoPrepareMinUsages : 2;
        return builder.Build();
    }
}
