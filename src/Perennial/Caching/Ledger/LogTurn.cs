using System.Diagnostics.CodeAnalysis;
using Perennial.Caching.Guard;

namespace Perennial.Caching.Ledger;

/// <summary>One call of a log at a time, and each for a limited time.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose handle nobody asks for holds nothing.")]
internal sealed class LogTurn(TimeSpan limit, TimeProvider time)
{
    private readonly SemaphoreSlim _free = new(1);
    private Exception? _lastError;
    private int _failures;

    public async ValueTask RunAsync(Func<CancellationToken, ValueTask> call, CancellationToken cancellationToken)
    {
        var failures = Volatile.Read(ref _failures);
        await _free.WaitAsync(cancellationToken);
        try
        {
            // Behind a call that failed a hundred others would each wait for the whole limit.
            if (failures != _failures)
            {
                throw new IOException($"The call before this one failed: {_lastError?.Message}", _lastError);
            }

            await TimeLimit.RunAsync(call, limit, time, cancellationToken);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw Noted(new TimeoutException($"No answer within {limit.TotalSeconds:0.#} seconds.", error));
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            Noted(error);
            throw;
        }
        finally
        {
            _free.Release();
        }
    }

    private Exception Noted(Exception error)
    {
        _lastError = error;
        Interlocked.Increment(ref _failures);
        return error;
    }
}
