using System.Diagnostics.CodeAnalysis;
using Perennial.Caching;

namespace Perennial.Testing.Faults;

/// <summary>
/// A store that answers no call until <see cref="Release"/>, not even a cancelled one: that is how a hung disk behaves.
/// </summary>
/// <param name="inner">What answers afterwards.</param>
[Experimental("PERNL001")]
public sealed class HangingStore(ICacheStore inner) : ICacheStore
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _waiting;

    /// <summary>Calls that hang now.</summary>
    public long Waiting => Interlocked.Read(ref _waiting);

    /// <summary>Lets all calls go on, those that hang and those to come.</summary>
    public void Release() => _released.TrySetResult();

    /// <inheritdoc/>
    public async ValueTask<StoredEntry?> GetAsync(EntryKey key, CacheKind kind, CancellationToken cancellationToken)
    {
        await Hang();
        return await inner.GetAsync(key, kind, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<PutResult> PutAsync(
        EntryKey key, CacheEntry entry, PutCondition condition, CancellationToken cancellationToken)
    {
        await Hang();
        return await inner.PutAsync(key, entry, condition, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask RemoveAsync(EntryKey key, CacheKind kind, PutCondition condition, CancellationToken cancellationToken)
    {
        await Hang();
        await inner.RemoveAsync(key, kind, condition, cancellationToken);
    }

    private async Task Hang()
    {
        Interlocked.Increment(ref _waiting);
        await _released.Task;
        Interlocked.Decrement(ref _waiting);
    }
}
