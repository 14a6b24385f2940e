using System.Threading.Channels;
using StackExchange.Redis;

namespace Perennial.Redis;

/// <summary>Rings when another server has appended something. One ring for any number of them, and one for each new connection.</summary>
internal sealed class LedgerBell(RedisConnection connection) : IDisposable
{
    private readonly Channel<bool> _rung = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private Task? _subscribed;
    private bool _hasBegun;

    /// <summary>What this server rings with, so that it does not hear itself.</summary>
    public RedisValue Own { get; } = Guid.NewGuid().ToString("N");

    public RedisValue Name => connection.ChannelForScripts(connection.Keys.Bell);

    public void Ring() => _rung.Writer.TryWrite(true);

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        if (_subscribed is null or { IsFaulted: true } or { IsCanceled: true })
        {
            _subscribed = connection.SubscribeAsync(connection.Keys.Bell, OnHeard);
        }

        if (!_hasBegun)
        {
            await _subscribed.WaitAsync(cancellationToken);
            _hasBegun = true;

            // What came before that was not heard.
            Ring();
        }

        await _rung.Reader.ReadAsync(cancellationToken);
    }

    public void Dispose() => _rung.Writer.TryComplete();

    private void OnHeard(RedisChannel channel, RedisValue from)
    {
        if (from != Own)
        {
            Ring();
        }
    }
}
