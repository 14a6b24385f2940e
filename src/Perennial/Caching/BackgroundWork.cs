using Microsoft.Extensions.Logging;

namespace Perennial.Caching;

/// <summary>
/// Steps of work that nobody awaits. What goes wrong in one is logged and ends with it: a worker that dies of it would
/// leave a queue that fills, and callers who wait for ever.
/// </summary>
internal static class BackgroundWork
{
    public static async ValueTask RunLoggedAsync(string worker, Func<ValueTask> step, ILogger logger)
    {
        try
        {
            await step();
        }
        catch (Exception error)
        {
            Say(worker, error, logger);
        }
    }

    public static void RunLogged(string worker, Action step, ILogger logger)
    {
        try
        {
            step();
        }
        catch (Exception error)
        {
            Say(worker, error, logger);
        }
    }

    private static void Say(string worker, Exception error, ILogger logger)
    {
        try
        {
            Log.WorkerFailed(logger, worker, error);
        }
        catch (Exception)
        {
            // The logger itself may have failed.
        }
    }
}
