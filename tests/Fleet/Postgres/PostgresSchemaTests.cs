using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using Perennial.Caching;
using Perennial.Fleet.Servers;
using Perennial.Postgres;

namespace Perennial.Fleet.Postgres;

public sealed class PostgresSchemaTests(FleetServers servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Eight_servers_that_start_at_once_make_the_tables_once()
    {
        await using var fleet = new PostgresFleet(await servers.PostgresAsync());

        var nodes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => fleet.AddAsync())));

        Assert.Single(nodes.Select(static node => node.Ledger.Position).Distinct());
        Assert.All(nodes, static node => Assert.True(node.Ledger.Status.IsDurable));
    }

    [Fact]
    public async Task What_a_newer_version_made_is_refused()
    {
        await using var fleet = new PostgresFleet(await servers.PostgresAsync());
        await fleet.AddAsync();
        await fleet.Server.ExecuteAsync($"update {fleet.Schema}.version set number = 99");

        Assert.Equal("PER7012", (await RefusalAsync(fleet)).Code);
    }

    [Fact]
    public async Task A_server_that_may_not_make_tables_names_the_script_and_runs_after_it()
    {
        await using var fleet = new PostgresFleet(await servers.PostgresAsync());

        var error = await RefusalAsync(fleet, static options => options.CreateSchema = false);
        Assert.Equal("PER7011", error.Code);
        Assert.Contains($"PostgresSchema.Script(\"{fleet.Schema}\")", error.Message, StringComparison.Ordinal);
        await fleet.Server.ExecuteAsync(PostgresSchema.Script(fleet.Schema));
        await fleet.Server.ExecuteAsync(PostgresSchema.Script(fleet.Schema));

        Assert.True((await fleet.AddAsync(configure: static options => options.CreateSchema = false)).Ledger.Status.IsDurable);
    }

    [Fact]
    public async Task A_role_needs_the_grants_of_the_script_and_no_more()
    {
        await using var fleet = new PostgresFleet(await servers.PostgresAsync());
        var role = "role_" + fleet.Schema;
        await fleet.Server.ExecuteAsync($"create role {role} login");
        void AsRole(PostgresOptions options) => options.ConnectionString = options.ConnectionString!.Replace("Username=postgres", "Username=" + role, StringComparison.Ordinal);

        Assert.Equal("PER7013", (await RefusalAsync(fleet, AsRole)).Code);
        await fleet.Server.ExecuteAsync(PostgresSchema.Script(fleet.Schema));
        Assert.Equal("PER7013", (await RefusalAsync(fleet, AsRole)).Code);
        await fleet.Server.ExecuteAsync($"grant usage on schema {fleet.Schema} to {role}; grant select on all tables in schema {fleet.Schema} to {role}");
        var error = await RefusalAsync(fleet, AsRole);
        Assert.Equal("PER7013", error.Code);
        Assert.Contains("docs/postgres.sql", error.Message, StringComparison.Ordinal);

        var grants = PostgresSchema.Script(fleet.Schema).Split('\n').Where(static line => line.StartsWith("-- grant", StringComparison.Ordinal))
            .Select(line => line[3..].Replace("to site", "to " + role, StringComparison.Ordinal));
        await fleet.Server.ExecuteAsync(string.Concat(grants));
        var node = await fleet.AddAsync(configure: AsRole);
        await node.ListensAsync();
        Assert.Equal(1, (await node.Ledger.StampAsync([CacheTag.User("a")], InvalidationKind.Expire, Token)).Number);
        Assert.IsType<PutResult.Kept>(await node.Store.PutAsync(Entries.Key("x"), Entries.Of(1), PutCondition.IfAbsent, Token));
    }

    [Theory]
    [InlineData("Username=nobody_at_all")]
    [InlineData("Database=no_such_database")]
    public async Task A_login_that_is_refused_ends_the_start(string wrong)
    {
        await using var fleet = new PostgresFleet(await servers.PostgresAsync());

        Assert.Equal("PER7010", (await RefusalAsync(fleet, options => options.ConnectionString += ";" + wrong)).Code);
    }

    [Fact]
    public async Task A_build_makes_nothing_and_reads_what_is_there()
    {
        await using var fleet = new PostgresFleet(await servers.PostgresAsync());
        var early = await fleet.AddAsync(StoragePurpose.Build);
        Assert.False(early.Ledger.Status.IsDurable);
        Assert.False(await fleet.Server.ReadAsync<bool>($"select exists (select from pg_namespace where nspname = '{fleet.Schema}')"));
        var server = await fleet.AddAsync();
        await server.Ledger.StampAsync([CacheTag.User("a")], InvalidationKind.Expire, Token);

        var build = await fleet.AddAsync(StoragePurpose.Build);

        Assert.Equal(server.Ledger.Position, build.Ledger.Position);
        Assert.Null(build.Parts.Store);
        Assert.Null(build.Parts.Lease);
    }

    [Fact]
    public async Task A_tool_invalidates_for_the_servers()
    {
        await using var fleet = new PostgresFleet(await servers.PostgresAsync());
        var (server, tool) = (await fleet.AddAsync(), await fleet.AddAsync(StoragePurpose.Tool));

        var position = await tool.Ledger.StampAsync([CacheTag.User("a")], InvalidationKind.Expire, Token);

        await Eventually.IsTrueAsync(() => server.Ledger.Position == position);
    }

    [Fact]
    public async Task The_apps_own_data_source_is_used_and_left_open()
    {
        var server = await servers.PostgresAsync();
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        await using (var fleet = new PostgresFleet(server))
        {
            var node = await fleet.AddAsync(source: source);
            await node.ListensAsync();
            Assert.True(node.Ledger.Status.IsDurable);
        }

        await using var connection = await source.OpenConnectionAsync(Token);
        await using var ask = new NpgsqlCommand("select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()", connection);
        Assert.Equal(0L, await ask.ExecuteScalarAsync(Token));
    }

    private static Task<PerennialException> RefusalAsync(PostgresFleet fleet, Action<PostgresOptions>? configure = null) =>
        Assert.ThrowsAsync<PerennialException>(() => fleet.AddAsync(configure: configure));
}
