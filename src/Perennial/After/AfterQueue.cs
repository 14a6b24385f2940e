using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Perennial.After;

/// <summary>
/// Runs work whose response is complete: so many at a time, so many waiting, each for so long. What finds no room is
/// refused when it is registered, where the app can still do something about it; nothing that was taken is dropped, but
/// for the end of the process.
/// </summary>
internal sealed class AfterQueue(AfterOptions options, IServiceScopeFactory scopes, TimeProvider time, ILogger<AfterQueue> logger) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Queue<AfterWork> _waiting = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly AsyncLocal<AfterWork?> _current = new();
    private TaskCompletionSource? _idle;
    private int _held;
    private int _running;
    private bool _isFull;
    private bool _isClosed;

    public AfterWork? Current => _current.Value;

    public long Refused { get; private set; }
    public long Failed { get; private set; }

    public int Pending
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count + _running;
            }
        }
    }

    public bool TryHold(AfterWork work)
    {
        lock (_lock)
        {
            if (!_isClosed && _held + _waiting.Count < options.MaxQueued)
            {
                _held++;
                _isFull = false;
                return true;
            }

            Refused++;
            if (!_isFull)
            {
                // Once for each time that it fills up: a line for each refusal would be a flood of its own.
                _isFull = true;
                Log.WorkRefused(logger, _isClosed ? "the process ends" : $"{options.MaxQueued} wait already (Perennial:After:MaxQueued)", Refused);
            }
        }

        work.End();
        return false;
    }

    public void Release(AfterWork work)
    {
        lock (_lock)
        {
            _held--;
            if (_isClosed)
            {
                work.End();
                return;
            }

            _waiting.Enqueue(work);
            if (_running == options.MaxConcurrent)
            {
                return;
            }

            _running++;
        }

        // Nothing of the request flows in: not its culture, its activity or its HttpContext.
        using (ExecutionContext.SuppressFlow())
        {
            _ = Task.Run(RunAllAsync, CancellationToken.None);
        }
    }

    public Task DrainAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_running == 0)
            {
                return Task.CompletedTask;
            }

            _idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task.WaitAsync(cancellationToken);
        }
    }

    public void Close()
    {
        int running, waiting;
        lock (_lock)
        {
            if (_isClosed)
            {
                return;
            }

            _isClosed = true;
            (running, waiting) = (_running, _waiting.Count);
            while (_waiting.TryDequeue(out var work))
            {
                work.End();
            }
        }

        if (running + waiting > 0)
        {
            Log.WorkGivenUp(logger, running, waiting);
        }

        _stop.Cancel();
    }

    public void Dispose()
    {
        Close();
        _stop.Dispose();
    }

    private async Task RunAllAsync()
    {
        while (Next() is { } work)
        {
            _current.Value = work;
            await RunAsync(work);
            work.End();
        }
    }

    private AfterWork? Next()
    {
        lock (_lock)
        {
            if (_waiting.TryDequeue(out var work))
            {
                return work;
            }

            if (--_running == 0)
            {
                _idle?.SetResult();
                _idle = null;
            }

            return null;
        }
    }

    private async Task RunAsync(AfterWork work)
    {
        using var timeout = new CancellationTokenSource(options.Timeout, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _stop.Token);
        try
        {
            // Work that does not look at its token is left behind, so that others get its place.
            await InScopeAsync(work, stop.Token).WaitAsync(stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            if (timeout.IsCancellationRequested)
            {
                CountFailure();
                Log.WorkTimedOut(logger, options.Timeout);
            }
        }
#pragma warning disable CA1031 // The app's own exception, whatever it is: nobody is left to answer it to.
        catch (Exception error)
#pragma warning restore CA1031
        {
            CountFailure();
            Log.WorkFailed(logger, error);
        }
    }

    private async Task InScopeAsync(AfterWork work, CancellationToken cancellationToken)
    {
        // Ends with the work, and not with the wait for it: what is left behind still has its services.
        await using var scope = scopes.CreateAsyncScope();
        await Task.Yield();
        await work.Run(scope.ServiceProvider, cancellationToken);
    }

    private void CountFailure()
    {
        lock (_lock)
        {
            Failed++;
        }
    }
}
