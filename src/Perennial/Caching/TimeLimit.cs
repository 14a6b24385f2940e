namespace Perennial.Caching;

/// <summary>Runs foreign code for a limited time, whether it is asynchronous, blocks its thread, or ignores cancellation.</summary>
internal static class TimeLimit
{
    /// <exception cref="OperationCanceledException">The time is over, or the caller gave up. The work may still be running.</exception>
    public static async ValueTask RunAsync(
        Func<CancellationToken, ValueTask> work, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken) =>
        await RunAsync(
            async token =>
            {
                await work(token);
                return true;
            },
            limit,
            time,
            cancellationToken);

    /// <param name="work">What runs.</param>
    /// <param name="limit">For how long.</param>
    /// <param name="time">Counts that.</param>
    /// <param name="cancellationToken">Ends it earlier.</param>
    /// <param name="late">Gets what the work gave when nobody waited any more.</param>
    public static async ValueTask<T> RunAsync<T>(
        Func<CancellationToken, ValueTask<T>> work, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken, Action<T>? late = null)
    {
        using var timeout = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);

        // On a thread of its own: opening a file on a dead mount blocks before the first await, and must not block the caller.
        var token = either.Token;
        var running = Task.Run(() => work(token).AsTask(), CancellationToken.None);
        try
        {
            var result = await running.WaitAsync(token);
            late = null;
            return result;
        }
        finally
        {
            // Nobody waits for abandoned work, but somebody has to look at its error.
            _ = running.ContinueWith(
                static (task, late) =>
                {
                    if (task.Exception is null && !task.IsCanceled)
                    {
                        ((Action<T>?)late)?.Invoke(task.Result);
                    }
                },
                late,
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }
    }
}
