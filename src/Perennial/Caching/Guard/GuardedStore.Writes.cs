namespace Perennial.Caching.Guard;

internal sealed partial class GuardedStore
{
    private static readonly PutResult NotKept = new PutResult.NotKept();

    public ValueTask<PutResult> PutAsync(EntryKey key, CacheEntry entry, PutCondition condition, CancellationToken cancellationToken) =>
        WriteAsync(new(key, entry.Facts.Kind, entry, condition), isHidden: false, cancellationToken);

    public ValueTask<PutResult> PutHiddenAsync(
        EntryKey key, CacheEntry entry, PutCondition condition, CancellationToken cancellationToken) =>
        WriteAsync(new(key, entry.Facts.Kind, entry, condition), isHidden: true, cancellationToken);

    public async ValueTask RemoveAsync(EntryKey key, CacheKind kind, PutCondition condition, CancellationToken cancellationToken) =>
        await WriteAsync(new(key, kind, Entry: null, condition), isHidden: false, cancellationToken);

    private async ValueTask<PutResult> WriteAsync(EntryWrite wanted, bool isHidden, CancellationToken cancellationToken)
    {
        var key = wanted.Key;
        if (!_writes.TryEnter())
        {
            Skipped(key);
            return NotKept;
        }

        if (_pending.TryBegin(wanted, isHidden) is not { } write)
        {
            _writes.Abandoned();
            Skipped(key);
            return NotKept;
        }

        Counters.Write();
        try
        {
            var result = await TimeLimit.RunAsync(token => PerformAsync(write, token), options.WriteTimeout, time, cancellationToken);
            _writes.Succeeded();
            return result;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _writes.Abandoned();
            MarkUnconfirmed(key, write.Number);
            throw;
        }
        catch (Exception error)
        {
            // The write may still be running. It says how it ended when it ends; until then its key is not trusted.
            if (error is not SetFailedException { IsRemoved: true })
            {
                MarkUnconfirmed(key, write.Number);
            }

            Counters.WriteFault();
            _writes.Failed((error as SetFailedException)?.InnerException ?? error);
            return NotKept;
        }
    }

    private async ValueTask<PutResult> PerformAsync(PendingWrites.Write write, CancellationToken cancellationToken)
    {
        try
        {
            await write.Previous;
            cancellationToken.ThrowIfCancellationRequested();
            var result = await PutOrRemoveAsync(write.Wanted, cancellationToken);
            _unconfirmed.Succeeded(write.Key, write.Number);
            return result;
        }
        catch (SetFailedException error) when (error.IsRemoved)
        {
            _unconfirmed.Succeeded(write.Key, write.Number);
            throw;
        }
        catch (Exception)
        {
            MarkUnconfirmed(write.Key, write.Number);
            throw;
        }
        finally
        {
            _pending.End(write);
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

    private void Skipped(EntryKey key)
    {
        // Distrusted first: a read that has begun and missed the distrust sees that it was touched.
        Counters.WriteSkipped();
        MarkUnconfirmed(key, _pending.NextNumber());
        _pending.Touch(key);
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
}
