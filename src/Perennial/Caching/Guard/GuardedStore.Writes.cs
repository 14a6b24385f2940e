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
    public void Skip(EntryKey key)
    {
        // Distrusted first: a read that has begun and missed the distrust sees that it was touched.
        Counters.WriteSkipped();
        var number = _numbers.Next();
        MarkUnconfirmed(key, number);
        _numbers.Touch(key, number);
    }

    private async ValueTask<PutResult> WriteAsync(EntryWrite wanted, WriteHold hold, CancellationToken cancellationToken)
    {
        var key = wanted.Key;
        if (!_writes.TryEnter())
        {
            Skip(key);
            return NotKept;
        }

        if (Interlocked.Increment(ref _writesRunning) > WriteLimit)
        {
            Interlocked.Decrement(ref _writesRunning);
            _writes.Abandoned();
            Skip(key);
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
            MarkUnconfirmed(key, number);
            throw;
        }
        catch (Exception error)
        {
            // The write may still be running. It says how it ended when it ends; until then its key is not trusted.
            if (error is not SetFailedException { IsRemoved: true })
            {
                MarkUnconfirmed(key, number);
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
            _unconfirmed.Succeeded(wanted.Key, number);
            return result;
        }
        catch (SetFailedException error) when (error.IsRemoved)
        {
            _unconfirmed.Succeeded(wanted.Key, number);
            throw;
        }
        catch (Exception)
        {
            MarkUnconfirmed(wanted.Key, number);
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

    private void MarkUnconfirmed(EntryKey key, long number)
    {
        if (_unconfirmed.Failed(key, number))
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
