using Perennial.Http;

namespace Perennial.After;

internal sealed class AfterResponse(CurrentRequest current, AfterQueue queue) : IAfterResponse
{
    public bool Run(Func<IServiceProvider, CancellationToken, Task> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        var context = current.Context;
        var host = context is null ? queue.Current?.Host : context.Features.Get<IWaitUntilFeature>();
        var piece = new AfterWork(work, host);
        host?.WaitUntil(piece.Ended);
        if (!queue.TryHold(piece))
        {
            return false;
        }

        if (context is null)
        {
            queue.Release(piece);
        }
        else
        {
            // The server waits for these callbacks before it reads the connection's next request: hand over, no more.
            context.Response.OnCompleted(() =>
            {
                queue.Release(piece);
                return Task.CompletedTask;
            });
        }

        return true;
    }
}
