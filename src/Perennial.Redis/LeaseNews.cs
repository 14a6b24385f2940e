using System.Threading.Channels;
using Perennial.Caching;
using StackExchange.Redis;

namespace Perennial.Redis;

/// <summary>What came of other servers' renders, for those here who wait for it. One channel for all keys.</summary>
internal sealed class LeaseNews(RedisConnection connection)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Listener[]> _listeners = [];
    private Task? _subscribed;

    /// <summary>Returns when what is said from now on will be heard.</summary>
    public async Task<Listener> ListenAsync(EntryKey key, CancellationToken cancellationToken)
    {
        var listener = new Listener(this, key.Hash);
        Task subscribed;
        lock (_lock)
        {
            _listeners[key.Hash] = [.. _listeners.GetValueOrDefault(key.Hash, []), listener];
            subscribed = _subscribed = _subscribed is null or { IsFaulted: true } or { IsCanceled: true }
                ? connection.SubscribeAsync(connection.Keys.Results, OnHeard)
                : _subscribed;
        }

        try
        {
            await subscribed.WaitAsync(cancellationToken);
            return listener;
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    private void OnHeard(RedisChannel channel, RedisValue message)
    {
        if (message.ToString().Split(' ') is not [var hash, var holder, var result])
        {
            return;
        }

        Listener[] all;
        lock (_lock)
        {
            all = _listeners.GetValueOrDefault(hash, []);
        }

        foreach (var listener in all)
        {
            listener.Tell(holder, result);
        }
    }

    internal sealed class Listener(LeaseNews news, string hash) : IDisposable
    {
        private readonly Channel<(string Holder, string Result)> _heard = Channel.CreateUnbounded<(string Holder, string Result)>();

        public void Tell(string holder, string result) => _heard.Writer.TryWrite((holder, result));

        /// <returns>What one holder said; null: nothing for so long. What those before it said may still be on its way, and is not meant.</returns>
        public async Task<string?> OfAsync(string holder, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
        {
            using var late = new CancellationTokenSource(limit, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
            try
            {
                while (true)
                {
                    var heard = await _heard.Reader.ReadAsync(either.Token);
                    if (heard.Holder == holder)
                    {
                        return heard.Result;
                    }
                }
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return null;
            }
        }

        public void Dispose()
        {
            lock (news._lock)
            {
                news._listeners[hash] = [.. news._listeners.GetValueOrDefault(hash, []).Where(each => each != this)];
                if (news._listeners[hash] is [])
                {
                    news._listeners.Remove(hash);
                }
            }
        }
    }
}
