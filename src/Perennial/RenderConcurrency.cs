using Perennial.Caching.Flights;

namespace Perennial;

/// <summary>
/// Keeps threads for hits while renders block. Rendering code that waits by holding its thread (a database driver without
/// async, a lock, <c>.Result</c>) takes one thread of the pool for each render, and the pool adds new ones only once or twice
/// a second: with as few as it starts with, a hit would wait for seconds. Threads of their own for renders would be no
/// answer, since asynchronous code goes on wherever the pool has room.
/// </summary>
internal sealed record RenderConcurrency(RenderLimits Pages, RenderLimits Images, int After)
{
    /// <summary>Of the threads that an app lets its pool have, those that renders for visits may hold: with the refreshes and the pictures beside them, three quarters.</summary>
    private const int PartOfPool = 4;

    /// <summary>For what has no limit here: pages that are rendered for every visit, drafts, the app's own endpoints. More than these may stop hits.</summary>
    private const int Unbounded = 100;

    public static RenderConcurrency Of(PerennialOptions options, int mostThreads) => new(
        new(Fitting(options.Pages.MaxConcurrentRenders, mostThreads), options.Pages.MaxQueuedRenders, Longest: options.Pages.RenderTimeout),
        new(Fitting(options.Images.MaxConcurrentRenders, mostThreads), options.Images.MaxQueuedRenders, QueueTimeout: options.Images.WaitTimeout, Longest: options.Images.WaitTimeout),
        options.After.MaxConcurrent);

    public int Least(int processors) => Pages.AtOnce + Images.AtOnce + After + Unbounded + processors;

    private static int Fitting(int wanted, int mostThreads) => Math.Min(wanted, Math.Max(1, mostThreads / PartOfPool));
}
