using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Perennial.Telemetry;

/// <summary>
/// Tells the app's instrumentations of errors, behind the responses. Bounded: a monitoring service that is down must cost
/// neither a visitor's time nor the server's memory.
/// </summary>
internal sealed class RequestErrors(
    Instrumentations instrumentations, PerennialMeter meter, TimeProvider time, ILogger<RequestErrors> logger)
{
    /// <summary>Errors that are being told at once. More come only when everything fails, and then these say it.</summary>
    public const int Limit = 64;

    /// <summary>Long enough for a request to a service nearby.</summary>
    public static readonly TimeSpan ReportTimeout = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Task, bool> _telling = new();
    private int _count;
    private bool _saidDropped;

    public void Report(HttpContext http, Exception error, string path, RequestErrorContext context)
    {
        // By request and not by exception alone: a faulted task that is awaited by each request throws the same object.
        if (!ReferenceEquals(http.Features.Get<ToldError>()?.Error, error))
        {
            http.Features.Set(new ToldError(error));
            Report(error, new(http.Request.Method, path), context);
        }
    }

    public void Report(Exception error, FailedRequest request, RequestErrorContext context)
    {
        meter.Failed(error, context);
        var handlers = instrumentations.Registered;
        if (handlers.Count == 0)
        {
            return;
        }

        if (Interlocked.Increment(ref _count) > Limit)
        {
            Interlocked.Decrement(ref _count);
            if (!Interlocked.Exchange(ref _saidDropped, true))
            {
                Log.ErrorsNotTold(logger, Limit);
            }

            return;
        }

        // The caller's context flows along: what is reported belongs to the trace that was running.
        var telling = Task.Run(() => TellAsync(handlers, error, request, context));
        _telling[telling] = true;
        _ = telling.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    // The last errors of a process are the ones that matter.
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        var told = Task.WhenAll(_telling.Keys);
        await told.WaitAsync(ReportTimeout, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!told.IsCompleted)
        {
            Log.ErrorsLeftUntold(logger, _telling.Count);
        }
    }

    private void Forget(Task telling)
    {
        _telling.TryRemove(telling, out _);
        if (Interlocked.Decrement(ref _count) == 0)
        {
            Volatile.Write(ref _saidDropped, false);
        }
    }

    private async Task TellAsync(
        IReadOnlyList<IInstrumentation> handlers, Exception error, FailedRequest request, RequestErrorContext context)
    {
        foreach (var handler in handlers)
        {
            using var patience = new CancellationTokenSource(ReportTimeout, time);
            try
            {
                await handler.OnRequestErrorAsync(error, request, context, patience.Token).WaitAsync(patience.Token);
            }
#pragma warning disable CA1031 // The app's code: what it throws must not become a second error of the request.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                Log.InstrumentationFailed(logger, handler.GetType().Name, failure);
            }
        }
    }

    private sealed record ToldError(Exception Error);
}
