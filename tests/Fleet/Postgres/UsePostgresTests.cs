using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Perennial.Caching;
using Perennial.Fleet.Servers;
using Perennial.Postgres;

namespace Perennial.Fleet.Postgres;

/// <summary>Whole apps over one database.</summary>
public sealed class UsePostgresTests(FleetServers servers)
{
    private int _version = 1;
    private int _renders;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_one_app_rendered_the_other_has_and_what_one_expires_no_other_shows()
    {
        var schema = PostgresServer.NewSchema();
        await using var one = await StartAsync(schema);
        await using var two = await StartAsync(schema);
        Assert.Equal("1", await TextAsync(one));
        var server = await servers.PostgresAsync();
        await Eventually.IsTrueAsync(async () => await server.ReadAsync<long>($"select count(*) from {schema}.entry") > 0);
        Assert.Equal("1", await TextAsync(two));
        Assert.Equal(1, _renders);

        _version = 2;
        var receipt = await one.Services.GetRequiredService<IRevalidator>().ExpireAsync("all-pages", Token);

        Assert.True(receipt.IsDurable);
        await Eventually.IsTrueAsync(async () => await TextAsync(two) == "2");
        Assert.Equal("2", await TextAsync(one));
    }

    [Fact]
    public async Task A_misspelt_setting_ends_the_start()
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => StartAsync(PostgresServer.NewSchema(), ("Perennial:Postgres:Shcema", "x")));

        Assert.Contains("PER1016", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_that_cannot_be_end_the_start_all_at_once()
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => StartAsync("Schema", ("Perennial:Postgres:MaxEntries", "0")));

        Assert.Contains("PER7002", error.Message, StringComparison.Ordinal);
        Assert.Contains("PER7003", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_connection_string_of_the_call_comes_before_that_of_the_settings()
    {
        Assert.Equal("Host=call", OptionsOf("Host=call", ("ConnectionStrings:perennial", "Host=shared"), ("Perennial:Postgres:ConnectionString", "Host=own")).ConnectionString);
        Assert.Equal("Host=own", OptionsOf(null, ("ConnectionStrings:perennial", "Host=shared"), ("Perennial:Postgres:ConnectionString", "Host=own")).ConnectionString);
        Assert.Equal("Host=shared", OptionsOf(null, ("ConnectionStrings:perennial", "Host=shared")).ConnectionString);
    }

    [Fact]
    public void The_script_in_the_documents_is_the_one_of_the_code()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Join(folder.FullName, "Perennial.slnx")))
        {
            folder = folder.Parent!;
        }

        Assert.Equal(PostgresSchema.Script(), File.ReadAllText(Path.Join(folder.FullName, "docs/postgres.sql")));
    }

    private static PostgresOptions OptionsOf(string? connectionString, params (string Name, string Value)[] settings)
    {
        var builder = Builder(settings);
        builder.AddPerennial().UsePostgres(connectionString);
        return builder.Build().Services.GetRequiredService<IOptions<PostgresOptions>>().Value;
    }

    private static WebApplicationBuilder Builder(params (string Name, string Value)[] settings)
    {
        var builder = WebApplication.CreateEmptyBuilder(new() { EnvironmentName = "Production" });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        foreach (var (name, value) in settings)
        {
            builder.Configuration[name] = value;
        }

        return builder;
    }

    private async Task<WebApplication> StartAsync(string schema, params (string Name, string Value)[] settings)
    {
        var builder = Builder([
            ("ConnectionStrings:perennial", (await servers.PostgresAsync()).ConnectionString),
            ("Perennial:SiteUrl", "http://localhost"),
            ("Perennial:Cache:Directory", Directory.CreateTempSubdirectory("perennial-fleet-").FullName),
            ("Perennial:Postgres:Schema", schema),
            .. settings,
        ]);
        builder.AddPerennial().UsePostgres();
        var app = builder.Build();
        app.UsePerennial();
        app.MapGet("/page", () =>
        {
            Interlocked.Increment(ref _renders);
            return Results.Text($"{_version}");
        }).Revalidate(60, tags: ["all-pages"]);
        try
        {
            await app.StartAsync(Token);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return app;
    }

    private static async Task<string> TextAsync(WebApplication app)
    {
        using var http = new HttpClient { BaseAddress = new(app.Urls.First()) };
        http.DefaultRequestHeaders.Host = "localhost";
        return await http.GetStringAsync("/page", Token);
    }
}
