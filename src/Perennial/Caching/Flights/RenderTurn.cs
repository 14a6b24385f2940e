namespace Perennial.Caching.Flights;

/// <summary>A turn to render: under a lease, without one because nobody shares, or another server's.</summary>
internal sealed class RenderTurn : IAsyncDisposable
{
    private readonly RenderLease? _lease;
    private readonly Func<RenderTurn, Func<Task>, Task>? _track;
    private bool _isCompleted;

    public RenderTurn(RenderLease lease, Func<RenderTurn, Func<Task>, Task> track) => (_lease, _track) = (lease, track);

    private RenderTurn()
    {
    }

    /// <summary>Nobody else renders what this server renders.</summary>
    public static RenderTurn Own { get; } = new();

    /// <summary>Another server renders it.</summary>
    public static RenderTurn Elsewhere { get; } = new() { IsElsewhere = true };

    public bool IsElsewhere { get; private init; }

    public bool IsHeld => _lease is not null;

    public long Fence => _lease?.Fence ?? 0;

    /// <summary>Not waited for: the visitor has the page already.</summary>
    public void CompleteAfter(Task written, RenderResult result)
    {
        if (_lease is not null)
        {
            _isCompleted = true;
            _ = _track!(this, () => CompleteAsync(_lease, written, result));
        }
    }

    // Without a result the page was found after all, or an error of ours ended the render: who waits elsewhere looks again. The
    // visitor here waits for none of it.
    public ValueTask DisposeAsync()
    {
        if (_lease is not null && !_isCompleted)
        {
            _isCompleted = true;
            _ = _track!(this, () => _lease.DisposeAsync().AsTask());
        }

        return default;
    }

    private static async Task CompleteAsync(RenderLease lease, Task written, RenderResult result)
    {
        await written.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await lease.CompleteAsync(result);
    }
}
