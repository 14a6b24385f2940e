namespace Perennial.Caching.Guard;

internal sealed partial class GuardedStore
{
    public ValueTask SetAsync(EntryKey key, CacheEntry entry, CancellationToken cancellationToken) =>
        WriteAsync(key, entry, isHidden: false, cancellationToken);

    public ValueTask SetHiddenAsync(EntryKey key, CacheEntry entry, CancellationToken cancellationToken) =>
        WriteAsync(key, entry, isHidden: true, cancellationToken);

    public ValueTask RemoveAsync(EntryKey key, CancellationToken cancellationToken) =>
        WriteAsync(key, entry: null, isHidden: false, cancellationToken);

    private async ValueTask WriteAsync(EntryKey key, CacheEntry? entry, bool isHidden, CancellationToken cancellationToken)
    {
        if (!_writes.TryEnter())
        {
            Skipped(key);
            return;
        }

        if (_pending.TryBegin(key, entry, isHidden) is not { } write)
        {
            _writes.Abandoned();
            Skipped(key);
            return;
        }

        Counters.Write();
        try
        {
            await TimeLimit.RunAsync(token => PerformAsync(write, token), options.WriteTimeout, time, cancellationToken);
            _writes.Succeeded();
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
        }
    }

    private async ValueTask PerformAsync(PendingWrites.Write write, CancellationToken cancellationToken)
    {
        try
        {
            await write.Previous;
            cancellationToken.ThrowIfCancellationRequested();
            await (write.Entry is null
                ? store.RemoveAsync(write.Key, cancellationToken)
                : SetOrRemoveAsync(write.Key, write.Entry, cancellationToken));
            _unconfirmed.Succeeded(write.Key, write.Number);
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
    private async ValueTask SetOrRemoveAsync(EntryKey key, CacheEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            await store.SetAsync(key, entry, cancellationToken);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            var isRemoved = false;
            try
            {
                await store.RemoveAsync(key, cancellationToken);
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
