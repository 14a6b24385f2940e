using Perennial.Caching.Guard;

namespace Perennial.Caching;

/// <summary>What is on its way for one key: the write that runs, and the last one that waits. Callers hold the lock of its owner.</summary>
internal sealed class WriteLine(Task held)
{
    private PendingWrite? _running;
    private PendingWrite? _next;

    /// <summary>Ends when the stores have let go of the write before. For who runs the line alone.</summary>
    public Task Held { get; set; } = held;

    public CacheEntry? Shown => _next?.Shown ?? _running?.Shown;

    public bool HasHidden => _running is { IsHidden: true } || _next is { IsHidden: true };

    /// <summary>Read without the lock by who runs the line: it decides about a place, and either answer is right.</summary>
    public bool IsHiddenNext => Volatile.Read(ref _next) is { IsHidden: true };

    public Task Last => (_next ?? _running)?.Ended ?? Task.CompletedTask;

    public PendingWrite Take(EntryPut put, bool isHidden, Action<TieredEntry>? onWritten, bool isOverfull) => _next = new(put, isOverfull, replaced: _next)
    {
        IsHidden = isHidden,
        Shown = isHidden ? _next?.Shown : put.Entry,
        OnWritten = onWritten,
    };

    public PendingWrite Begin()
    {
        (_running, _next) = (_next, null);
        return _running!;
    }

    /// <returns>Whether another one waits.</returns>
    public bool End(PendingWrite ended, TieredEntry stands)
    {
        _running = null;
        if (_next is not null && stands.FarVersion is not null && ReferenceEquals(stands.Entry, ended.Put.Entry))
        {
            // What waits was made when nobody knew yet which version this one gets. Another server's version it must not
            // take for its own: that entry may be the newer one.
            _next.Follow(stands.FarVersion);
        }

        return _next is not null;
    }
}

/// <summary>An entry on its way.</summary>
internal sealed class PendingWrite
{
    // Shared with what it takes the place of: that one is over when this one is.
    private readonly TaskCompletionSource<TieredEntry> _ended;
    private readonly bool _isOverfull;

    public PendingWrite(EntryPut put, bool isOverfull, PendingWrite? replaced)
    {
        (Put, _isOverfull) = (put, isOverfull);
        _ended = replaced?._ended ?? new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public EntryPut Put { get; private set; }

    /// <summary>Whether nobody has seen it, and nobody is to see it before it has ended.</summary>
    public bool IsHidden { get; init; }

    /// <summary>What is shown until it has ended: itself, or for a hidden one what it took the place of; in the end what stands in the stores.</summary>
    public CacheEntry? Shown { get; set; }

    public Action<TieredEntry>? OnWritten { get; init; }

    /// <summary>Ends when it, or what took its place, was written or could not be. Gives what stands in the stores.</summary>
    public Task<TieredEntry> Ended => _ended.Task;

    /// <summary>Ends at once; where too many wait, with the write.</summary>
    public Task Backpressure => _isOverfull ? Ended : Task.CompletedTask;

    public static PendingWrite Refused(EntryPut put)
    {
        var refused = new PendingWrite(put, isOverfull: false, replaced: null);
        refused.End(new(put.Entry));
        return refused;
    }

    public void Follow(string farVersion) => Put = Put with { FarVersion = farVersion };

    public void End(TieredEntry stands) => _ended.TrySetResult(stands);
}
