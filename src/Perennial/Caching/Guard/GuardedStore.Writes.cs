namespace Perennial.Caching.Guard;

internal sealed partial class GuardedStore
{
    /// <summary>
    /// Writes that may run at once, those that were given up included: each holds its entry in memory, and perhaps a thread,
    /// until the store is done with it.
    /// </summary>
    public const int WriteLimit = 128;

    private static readonly PutResult NotKept = new PutResult.NotKept();
    private int _writesRunning;

    public ValueTask<PutResult> PutAsync(EntryKey key, CacheEntry entry, PutCondition condition, CancellationToken cancellationToken) =>
        WriteAsync(new(key, entry.Facts.Kind, entry, condition), new(), cancellationToken);

    public ValueTask<PutResult> PutAsync(EntryKey key, CacheEntry entry, PutCondition condition, WriteHold hold) =>
        WriteAsync(new(key, entry.Facts.Kind, entry, condition), hold, CancellationToken.None);

    public async ValueTask RemoveAsync(EntryKey key, CacheKind kind, PutCondition condition, CancellationToken cancellationToken) =>
        await WriteAsync(new(key, kind, Entry: null, condition), new(), cancellationToken);

    public async ValueTask RemoveAsync(EntryKey key, CacheKind kind, PutCondition condition, WriteHold hold) =>
        await WriteAsync(new(key, kind, Entry: null, condition), hold, CancellationToken.None);

    /// <summary>A write is not made: what the store has of the key is older than what was shown.</summary>
    public void Skip(EntryKey key, CacheEntry? entry)
    {
        // Distrusted first: a read that has begun and missed the distrust sees that it was touched.
        Counters.WriteSkipped();
        var number = _numbers.Next();
        MarkUnconfirmed(key, number, entry);
        _numbers.Touch(key, number);
    }

    private async ValueTask<PutResult> WriteAsync(EntryWrite wanted, WriteHold hold, CancellationToken cancellationToken)
    {
        var key = wanted.Key;
        if (!_writes.TryEnter())
        {
            Skip(key, wanted.Entry);
            return NotKept;
        }

        if (Interlocked.Increment(ref _writesRunning) > WriteLimit)
        {
            Interlocked.Decrement(ref _writesRunning);
            _writes.Abandoned();
            Skip(key, wanted.Entry);
            return NotKept;
        }

        Counters.Write();
        var number = _numbers.Next();
        _numbers.Touch(key, number);
        var done = hold.Begin();
        try
        {
            var result = await TimeLimit.RunAsync(
                token => PerformAsync(wanted, number, done, token), options.WriteTimeout, time, cancellationToken);
            _writes.Succeeded();
            return result;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _writes.Abandoned();
            MarkUnconfirmed(key, number, wanted.Entry);
            throw;
        }
        catch (Exception error)
        {
            // The write may still be running. It says how it ended when it ends; until then its key is not trusted.
            if (error is not SetFailedException { IsRemoved: true })
            {
                MarkUnconfirmed(key, number, wanted.Entry);
            }

            Counters.WriteFault();
            _writes.Failed((error as SetFailedException)?.InnerException ?? error);
            return NotKept;
        }
    }

    private async ValueTask<PutResult> PerformAsync(
        EntryWrite wanted, long number, TaskCompletionSource done, CancellationToken cancellationToken)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            var result = await PutOrRemoveAsync(wanted, cancellationToken);
            Confirm(wanted.Key, number);
            return result;
        }
        catch (SetFailedException error) when (error.IsRemoved)
        {
            Confirm(wanted.Key, number);
            throw;
        }
        catch (Exception)
        {
            MarkUnconfirmed(wanted.Key, number, wanted.Entry);
            throw;
        }
        finally
        {
            Interlocked.Decrement(ref _writesRunning);
            done.TrySetResult();
        }
    }

    // A full disk refuses the new entry, and would show the old one after a restart, when the distrust is forgotten; but it
    // can still delete. So what cannot be replaced is removed.
    private async ValueTask<PutResult> PutOrRemoveAsync(EntryWrite wanted, CancellationToken cancellationToken)
    {
        if (wanted.Entry is null)
        {
            await store.RemoveAsync(wanted.Key, wanted.Kind, wanted.Condition, cancellationToken);
            return NotKept;
        }

        try
        {
            return await store.PutAsync(wanted.Key, wanted.Entry, wanted.Condition, cancellationToken);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            var isRemoved = false;
            try
            {
                await store.RemoveAsync(wanted.Key, wanted.Kind, wanted.Condition, cancellationToken);
                isRemoved = true;
            }
            catch (Exception)
            {
                // The first error is the more useful one.
            }

            throw new SetFailedException(isRemoved, error);
        }
    }

    private void Confirm(EntryKey key, long number)
    {
        _unconfirmed.Succeeded(key, number);
        _shared?.Succeeded(key, number);
    }

    private void MarkUnconfirmed(EntryKey key, long number, CacheEntry? entry)
    {
        if (_shared is not null)
        {
            if (_shared.Failed(key, number, entry is { Facts.IsNegative: false } ? entry.Facts.Position : null))
            {
                Log.SharedStoreIsDistrusted(logger, UnconfirmedWrites.Limit);
            }
        }
        else if (_unconfirmed.Failed(key, number))
        {
            Log.StoreIsDistrusted(logger, UnconfirmedWrites.Limit);
        }
    }

    private sealed class SetFailedException(bool isRemoved, Exception cause) : Exception("The entry was not kept.", cause)
    {
        public bool IsRemoved => isRemoved;
    }

    /// <param name="Key">Its key.</param>
    /// <param name="Kind">What it is, or was.</param>
    /// <param name="Entry">Null: what is there is removed.</param>
    /// <param name="Condition">When.</param>
    private sealed record EntryWrite(EntryKey Key, CacheKind Kind, CacheEntry? Entry, PutCondition Condition);
}
