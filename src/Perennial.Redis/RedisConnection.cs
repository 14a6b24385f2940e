using StackExchange.Redis;

namespace Perennial.Redis;

/// <summary>The one connection of a server, for all that it keeps in Redis.</summary>
internal sealed class RedisConnection : IAsyncDisposable
{
    private readonly bool _isOurs;
    private readonly string _channelPrefix;
    private Action? _unsubscribe;

    private RedisConnection(IConnectionMultiplexer multiplexer, bool isOurs, RedisOptions options)
    {
        (Multiplexer, _isOurs) = (multiplexer, isOurs);
        Database = multiplexer.GetDatabase(options.Database ?? -1);
        Keys = new(options.Prefix);

        // The client puts it before what it subscribes to, and cannot put it before what a script publishes.
        _channelPrefix = (string?)ConfigurationOptions.Parse(multiplexer.Configuration).ChannelPrefix ?? "";
        multiplexer.ConnectionRestored += OnRestored;
    }

    /// <summary>Each connection that was lost and is there again.</summary>
    public event EventHandler? Restored;

    public IConnectionMultiplexer Multiplexer { get; }

    public IDatabase Database { get; }

    public RedisKeys Keys { get; }

    public static async Task<RedisConnection> OpenAsync(RedisOptions options, IConnectionMultiplexer? apps)
    {
        if (string.IsNullOrWhiteSpace(options.ConnectionString) && apps is not null)
        {
            return new(apps, isOurs: false, options);
        }

        return RedisSettings.TryRead(options.ConnectionString ?? "", out var settings)
            ? new(await ConnectionMultiplexer.ConnectAsync(settings), isOurs: true, options)
            : throw new PerennialException("PER7101", "The connection string of Redis cannot be read.");
    }

    /// <summary>Runs a script where the keys are written: a replica knows less than was acknowledged.</summary>
    public Task<RedisResult> RunAsync(string script, RedisKey[] keys, RedisValue[] arguments, CancellationToken cancellationToken) =>
        Database.ScriptEvaluateAsync(script, keys, arguments, CommandFlags.DemandMaster).WaitAsync(cancellationToken);

    /// <summary>What a script publishes to.</summary>
    public RedisValue ChannelForScripts(string channel) => _channelPrefix + channel;

    public async Task SubscribeAsync(string channel, Action<RedisChannel, RedisValue> heard)
    {
        var (subscriber, name) = (Multiplexer.GetSubscriber(), RedisChannel.Literal(channel));
        _unsubscribe += () => subscriber.Unsubscribe(name, heard, CommandFlags.FireAndForget);
        try
        {
            await subscriber.SubscribeAsync(name, heard);
        }
        catch
        {
            // The client may remember it all the same, and would tell twice after the next try.
            subscriber.Unsubscribe(name, heard, CommandFlags.FireAndForget);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Multiplexer.ConnectionRestored -= OnRestored;
        if (_isOurs)
        {
            await Multiplexer.DisposeAsync();
            return;
        }

        _unsubscribe?.Invoke();
    }

    private void OnRestored(object? sender, ConnectionFailedEventArgs args) => Restored?.Invoke(this, EventArgs.Empty);
}
