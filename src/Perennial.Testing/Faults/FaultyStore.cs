using System.Diagnostics.CodeAnalysis;
using Perennial.Caching;

namespace Perennial.Testing.Faults;

/// <summary>A store that fails when told to, and otherwise passes on to another one.</summary>
/// <param name="inner">What answers when nothing fails.</param>
/// <param name="fails">
/// Whether a call fails: it gets the method's name (<c>GetAsync</c>, <c>PutAsync</c>, <c>RemoveAsync</c>) and the number of
/// the call, beginning at 1.
/// </param>
[Experimental("PERNL001")]
public sealed class FaultyStore(ICacheStore inner, Func<string, long, bool> fails) : ICacheStore
{
    private long _calls;
    private long _failures;

    /// <summary>Calls that failed so far.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    /// <inheritdoc/>
    public ValueTask<StoredEntry?> GetAsync(EntryKey key, CacheKind kind, CancellationToken cancellationToken) =>
        Fails(nameof(GetAsync)) is { } e ? ValueTask.FromException<StoredEntry?>(e) : inner.GetAsync(key, kind, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<PutResult> PutAsync(EntryKey key, CacheEntry entry, PutCondition condition, CancellationToken cancellationToken) =>
        Fails(nameof(PutAsync)) is { } e ? ValueTask.FromException<PutResult>(e) : inner.PutAsync(key, entry, condition, cancellationToken);

    /// <inheritdoc/>
    public ValueTask RemoveAsync(EntryKey key, CacheKind kind, PutCondition condition, CancellationToken cancellationToken) =>
        Fails(nameof(RemoveAsync)) is { } e ? ValueTask.FromException(e) : inner.RemoveAsync(key, kind, condition, cancellationToken);

    private IOException? Fails(string method)
    {
        var call = Interlocked.Increment(ref _calls);
        if (!fails(method, call))
        {
            return null;
        }

        Interlocked.Increment(ref _failures);
        return new IOException($"{method} fails as it was told to (call {call}).");
    }
}
