namespace Perennial.Caching;

internal sealed partial class GuardedStore
{
    public ValueTask SetAsync(EntryKey key, CacheEntry entry, CancellationToken cancellationToken) =>
        WriteAsync(key, entry, isQuiet: false, cancellationToken);

    public ValueTask SetQuietlyAsync(EntryKey key, CacheEntry entry, CancellationToken cancellationToken) =>
        WriteAsync(key, entry, isQuiet: true, cancellationToken);

    public ValueTask RemoveAsync(EntryKey key, CancellationToken cancellationToken) =>
        WriteAsync(key, entry: null, isQuiet: false, cancellationToken);

    private async ValueTask WriteAsync(EntryKey key, CacheEntry? entry, bool isQuiet, CancellationToken cancellationToken)
    {
        if (!_writes.TryEnter())
        {
            Skipped(key);
            return;
        }

        if (_pending.TryBegin(key, entry, isQuiet) is not { } write)
        {
            _writes.Left();
            Skipped(key);
            return;
        }

        Counters.Write();
        try
        {
            await Budget.RunAsync(token => PerformAsync(write, token), options.WriteTimeout, time, cancellationToken);
            _writes.Worked();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _writes.Left();
            Distrust(key, write.Number);
            throw;
        }
        catch (Exception error)
        {
            // The write may still be running. It says how it ended when it ends; until then its key is not trusted.
            if (error is not SetFailedException { IsRemoved: true })
            {
                Distrust(key, write.Number);
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
            _distrusted.Succeeded(write.Key, write.Number);
        }
        catch (SetFailedException error) when (error.IsRemoved)
        {
            _distrusted.Succeeded(write.Key, write.Number);
            throw;
        }
        catch (Exception)
        {
            Distrust(write.Key, write.Number);
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
                // The first error says more.
            }

            throw new SetFailedException(isRemoved, error);
        }
    }

    private void Skipped(EntryKey key)
    {
        // Distrusted first: a read that has begun and missed the distrust sees that it was touched.
        Counters.WriteSkipped();
        Distrust(key, _pending.NextNumber());
        _pending.Touch(key);
    }

    private void Distrust(EntryKey key, long number)
    {
        if (_distrusted.Failed(key, number))
        {
            Log.StoreIsDistrusted(logger, DistrustedKeys.Limit);
        }
    }

    private sealed class SetFailedException(bool isRemoved, Exception cause) : Exception("The entry was not kept.", cause)
    {
        public bool IsRemoved => isRemoved;
    }
}
