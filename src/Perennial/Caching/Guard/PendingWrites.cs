namespace Perennial.Caching.Guard;

/// <summary>Writes on their way into a store: one at a time for each key, in order, readable meanwhile.</summary>
/// <remarks>
/// In order, because a write that was given up may still be running: landing after a newer one it would bring the old
/// entry back. Readable, because with the memory tier off a visitor who saw the new page would get the old one until the
/// store has it.
/// </remarks>
internal sealed class PendingWrites
{
    /// <summary>Each holds its entry in memory until its store is done with it, also when nobody waits any more.</summary>
    public const int Limit = 128;

    private readonly Lock _lock = new();
    private readonly Dictionary<EntryKey, Write> _last = [];
    private readonly long[] _stripes = new long[1024];
    private long _number;
    private int _running;

    public sealed class Write(EntryWrite wanted, bool isHidden, long number, Task previous)
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public EntryWrite Wanted => wanted;

        public EntryKey Key => wanted.Key;

        public CacheEntry? Entry => wanted.Entry;

        /// <summary>Whether nobody has seen it, and nobody is to see it before it has ended.</summary>
        public bool IsHidden => isHidden;

        public long Number => number;

        public Task Previous => previous;

        internal Task Done => _done.Task;

        internal void End() => _done.TrySetResult();
    }

    public long NextNumber()
    {
        lock (_lock)
        {
            return ++_number;
        }
    }

    /// <summary>Makes reads of the key that have begun doubt what they find.</summary>
    public void Touch(EntryKey key)
    {
        lock (_lock)
        {
            Volatile.Write(ref StripeOf(key), ++_number);
        }
    }

    public Write? TryBegin(EntryWrite wanted, bool isHidden = false)
    {
        var key = wanted.Key;
        lock (_lock)
        {
            if (_running >= Limit)
            {
                return null;
            }

            _running++;
            var previous = _last.TryGetValue(key, out var last) ? last.Done : Task.CompletedTask;
            Volatile.Write(ref StripeOf(key), ++_number);
            return _last[key] = new(wanted, isHidden, _number, previous);
        }
    }

    public void End(Write write)
    {
        lock (_lock)
        {
            _running--;
            if (ReferenceEquals(_last[write.Key], write))
            {
                _last.Remove(write.Key);
            }
        }

        write.End();
    }

    public bool TryGet(EntryKey key, out CacheEntry? entry)
    {
        lock (_lock)
        {
            var found = _last.TryGetValue(key, out var write) && !write.IsHidden;
            entry = found ? write!.Entry : null;
            return found;
        }
    }

    public long StampOf(EntryKey key) => Volatile.Read(ref StripeOf(key));

    private ref long StripeOf(EntryKey key) => ref _stripes[key.GetHashCode() & (_stripes.Length - 1)];
}

/// <param name="Key">Its key.</param>
/// <param name="Kind">What it is, or was.</param>
/// <param name="Entry">Null: what is there is removed.</param>
/// <param name="Condition">When.</param>
internal sealed record EntryWrite(EntryKey Key, CacheKind Kind, CacheEntry? Entry, PutCondition Condition);
