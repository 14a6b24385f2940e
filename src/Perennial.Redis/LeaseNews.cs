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

    private void OnHeard(RedisValue message)
    {
        if (message.ToString().Split(' ') is not [var hash, var result])
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
            listener.Tell(result);
        }
    }

    internal sealed class Listener(LeaseNews news, string hash) : IDisposable
    {
        private readonly TaskCompletionSource<string> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> Result => _result.Task;

        public void Tell(string result) => _result.TrySetResult(result);

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
