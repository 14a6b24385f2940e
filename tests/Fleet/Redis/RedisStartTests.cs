using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Perennial.Caching;
using Perennial.Fleet.Servers;
using Perennial.Redis;
using StackExchange.Redis;

namespace Perennial.Fleet.Redis;

public sealed class RedisStartTests(FleetServers servers) : IAsyncDisposable
{
    private readonly RedisSite _site = new("perennial");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Theory]
    [InlineData("allkeys-lru")]
    [InlineData("allkeys-random")]
    public async Task A_Redis_that_evicts_any_key_is_refused(string policy)
    {
        await using var redis = await RedisServer.StartAsync($"--maxmemory-policy {policy}");
        var refused = await Assert.ThrowsAsync<PerennialException>(() => _site.OpenAsync(redis.ConnectionString));
        Assert.Equal("PER7110", refused.Code);
        Assert.Contains(policy, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("volatile-lru")]
    [InlineData("noeviction")]
    public async Task One_that_evicts_what_has_a_time_to_live_or_nothing_is_not(string policy)
    {
        await using var redis = await RedisServer.StartAsync($"--maxmemory-policy {policy}");
        Assert.NotNull((await _site.OpenAsync(redis.ConnectionString)).Ledger);
    }

    [Fact]
    public async Task One_that_begins_to_evict_any_key_later_is_told_of_after_the_next_connection()
    {
        await using var redis = await RedisServer.StartAsync();
        using var log = new CollectingLogger();
        using var loggers = Microsoft.Extensions.Logging.LoggerFactory.Create(logging => logging.Services.AddSingleton<Microsoft.Extensions.Logging.ILoggerProvider>(log));
        await using var site = new RedisSite("evicted") { Loggers = loggers };
        await site.OpenAsync(redis.ConnectionString);
        await redis.ExecuteAsync("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");

        await redis.ExecuteAsync("CLIENT", "KILL", "TYPE", "normal");

        await Eventually.IsTrueAsync(() => log.Of(7101).Count > 0);
    }

    [Fact]
    public async Task A_user_with_the_rights_that_the_documents_name_can_do_everything()
    {
        await using var redis = await RedisServer.StartAsync();
        await redis.ExecuteAsync("ACL", [.. Documents.Rights()]);
        var connection = redis.ConnectionString + ",user=site,password=secret";
        var (one, two) = (await _site.OpenAsync(connection), await _site.OpenAsync(connection));
        var key = Entries.Key("x");

        var position = await one.Ledger!.StampAsync([CacheTag.User("a")], InvalidationKind.Expire, Stop);
        await Eventually.IsTrueAsync(() => two.Ledger!.Position == position);
        await one.Store!.PutAsync(key, Entries.Of(1), PutCondition.IfAbsent with { Fence = 1 }, Stop);
        Assert.NotNull(await two.Store!.GetAsync(key, CacheKind.Component, Stop));
        await two.Store!.RemoveAsync(key, CacheKind.Component, PutCondition.Always, Stop);
        var lease = await one.Lease!.TryAcquireAsync(key, position, TimeSpan.FromMinutes(1), Stop);
        var waiting = two.Lease!.WaitAsync(key, Stop).AsTask();
        await lease!.CompleteAsync(RenderResult.Kept);
        Assert.Equal(RenderResult.Kept, await waiting);
        Assert.False(one.Ledger!.Status.IsDurable, "CONFIG is refused, and so nobody can tell.");
        var denied = (RedisResult[])(await redis.ExecuteAsync("ACL", "LOG"))!;
        Assert.Equal([], denied.Select(static entry => entry.ToDictionary()["object"].ToString()).Except(["config|get", "cluster|nodes", "cluster|slots", "__Booksleeve_TieBreak"]));
    }

    [Theory]
    [InlineData("-info", "INFO")]
    [InlineData("-publish", "PUBLISH")]
    [InlineData("-hset", "HSET")]
    [InlineData("-@scripting", "eval")]
    public async Task A_user_that_lacks_one_is_told_which(string without, string named)
    {
        await using var redis = await RedisServer.StartAsync();
        await redis.ExecuteAsync("ACL", [.. Documents.Rights(), without]);

        var refused = await Assert.ThrowsAsync<PerennialException>(() => _site.OpenAsync(redis.ConnectionString + ",user=site,password=secret"));

        Assert.Equal("PER7111", refused.Code);
        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_build_reads_where_the_ledger_stands_and_brings_nothing_else()
    {
        var prefix = RedisServer.NewPrefix();
        await using var site = new RedisSite(prefix);
        var connection = (await servers.RedisAsync()).ConnectionString;
        var position = await (await site.OpenAsync(connection)).Ledger!.StampAsync([CacheTag.User("a")], InvalidationKind.Expire, Stop);

        var build = await site.OpenAsync(connection, StoragePurpose.Build);

        Assert.Equal(position, build.Ledger!.Position);
        Assert.True(build is { Store: null, Lease: null });
    }

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once()
    {
        var options = new RedisOptions { ConnectionString = "no=such,setting=1", Prefix = "{x}", Database = -2, MaxEntryBytes = 3, WaitForReplicas = -1, PollInterval = TimeSpan.Zero, EntryTimeToLive = TimeSpan.FromSeconds(1) };

        var failures = Validator().Validate(null, options).Failures!.ToList();

        Assert.Equal(["PER7101", "PER7102", "PER7103", "PER7103", "PER7103", "PER7104", "PER7104"], failures.Select(static failure => failure[..7]));
        Assert.StartsWith("PER7100", Validator().Validate(null, new()).Failures!.Single(), StringComparison.Ordinal);
        Assert.True(Validator().Validate(null, new() { ConnectionString = "redis.example.com" }).Succeeded);
    }

    [Fact]
    public async Task What_the_document_shows_brings_the_storage()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:perennial", "redis.example.com")]);
        Documents.Use(builder);
        await using var app = builder.Build();
        Assert.IsType<RedisStorage>(app.Services.GetServices<IStorageProvider>().Single());

        await using var connection = await ConnectionMultiplexer.ConnectAsync((await servers.RedisAsync()).ConnectionString);
        var own = WebApplication.CreateBuilder();
        Documents.UseOwn(own, connection);
        await using var other = own.Build();
        Assert.Equal("magazine", other.Services.GetRequiredService<IOptions<RedisOptions>>().Value.Prefix);
    }

    [Fact]
    public async Task An_app_with_wrong_options_does_not_start()
    {
        await using var app = Build(static builder => builder.UseRedis("127.0.0.1", static options => options.Prefix = ""), ("Perennial:SiteUrl", "https://example.com"));
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => app.StartAsync(Stop));
        Assert.Contains("PER7102", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("argument", "setting", "perennial", "argument")]
    [InlineData(null, "setting", "perennial", "setting")]
    [InlineData(null, null, "perennial", "perennial")]
    [InlineData(null, null, null, null)]
    public async Task The_connection_string_is_the_argument_the_option_or_the_one_of_the_site(string? argument, string? setting, string? named, string? taken)
    {
        await using var app = Build(
            builder => builder.UseRedis(argument),
            ("Perennial:Redis:ConnectionString", setting),
            ("ConnectionStrings:perennial", named),
            ("Perennial:Redis:Prefix", "mine"));

        var monitor = app.Services.GetRequiredService<IOptionsFactory<RedisOptions>>();
        if (taken is null)
        {
            Assert.Contains("PER7100", Assert.Throws<OptionsValidationException>(() => monitor.Create("")).Message, StringComparison.Ordinal);
            return;
        }

        Assert.Equal((taken, "mine"), (monitor.Create("").ConnectionString, monitor.Create("").Prefix));
    }

    [Fact]
    public async Task A_connection_of_the_apps_own_is_used_and_left_open()
    {
        await using var own = await ConnectionMultiplexer.ConnectAsync((await servers.RedisAsync()).ConnectionString + ",channelPrefix=app:");
        await using var app = Build(
            builder =>
            {
                builder.Services.AddSingleton<IConnectionMultiplexer>(own);
                builder.UseRedis(configure: static options => options.Prefix = RedisServer.NewPrefix());
            });
        var provider = app.Services.GetServices<IStorageProvider>().Single();
        var context = new StorageContext
        {
            Purpose = StoragePurpose.Serve,
            SiteUrl = null,
            BuildId = "build",
            Options = new(),
            Time = TimeProvider.System,
            Loggers = Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance,
        };
        var (one, two) = (await provider.OpenAsync(context, Stop), await provider.OpenAsync(context, Stop));

        // Its prefix of channels is no part of what a script publishes.
        var position = await one.Ledger!.StampAsync([CacheTag.User("a")], InvalidationKind.Expire, Stop);
        await Eventually.IsTrueAsync(() => two.Ledger!.Position == position);
        await RedisSite.EndAsync(one);
        await RedisSite.EndAsync(two);

        Assert.True(own.IsConnected);
    }

    private static RedisOptionsValidator Validator() => new(new ServiceCollection().BuildServiceProvider().GetRequiredService<IServiceProviderIsService>());

    private static WebApplication Build(Action<PerennialBuilder> configure, params (string Key, string? Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(settings.Where(static setting => setting.Value is not null).Select(static setting => KeyValuePair.Create(setting.Key, setting.Value)));
        configure(builder.AddPerennial());
        return builder.Build();
    }
}
