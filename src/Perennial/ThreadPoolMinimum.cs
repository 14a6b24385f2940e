namespace Perennial;

/// <summary>
/// Makes the thread pool keep as many threads as renders may hold, and more for each render that was left behind: its place
/// is another's now, but a thread that is held by a lock or a slow driver is not.
/// </summary>
internal sealed class ThreadPoolMinimum(int least)
{
    private readonly Lock _lock = new();
    private int _leftBehind;

    /// <summary>
    /// Raises what the pool keeps, where the app has not raised it further itself. A thread is made when there is work for
    /// it: a site whose renders do not block never has this many.
    /// </summary>
    public void Keep()
    {
        lock (_lock)
        {
            ThreadPool.GetMinThreads(out var kept, out var ports);
            ThreadPool.GetMaxThreads(out var most, out _);
            if (Math.Min(least + _leftBehind, most) is var needed && kept < needed)
            {
                ThreadPool.SetMinThreads(needed, ports);
            }
        }
    }

    /// <summary>Keeps a thread in place of the one that this render may hold until it ends.</summary>
    public void ReplaceAbandoned(Task render)
    {
        Add(1);
        Keep();

        // What is kept by now stays kept: it costs nothing while there is no work for it.
        _ = render.ContinueWith(_ => Add(-1), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private void Add(int renders)
    {
        lock (_lock)
        {
            _leftBehind += renders;
        }
    }
}
