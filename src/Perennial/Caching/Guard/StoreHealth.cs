using Microsoft.Extensions.Logging;

namespace Perennial.Caching.Guard;

internal sealed class StoreHealth(string store, string operation, TimeProvider time, ILogger logger)
{
    private readonly StoreCircuitBreaker _breaker = new(time);
    private readonly FaultWindow _faults = new(time);
    private readonly FaultWindow _pauses = new(time);

    // So that "works again" is said only where "fails" was, and a store that comes and goes does not fill the log.
    private bool _saidItPauses;

    public bool IsPaused => _breaker.IsOpen;

    public bool TryEnter() => _breaker.TryEnter();

    public void Abandoned() => _breaker.Abandoned();

    public void Succeeded()
    {
        if (_breaker.Succeeded() && Interlocked.Exchange(ref _saidItPauses, false))
        {
            Log.StoreWorksAgain(logger, store, operation);
        }
    }

    public void Failed(Exception error)
    {
        if (_faults.Count() is { } faults)
        {
            Log.StoreFailed(logger, store, operation, faults, error);
        }

        if (_breaker.Failed() && _pauses.Count() is not null)
        {
            _saidItPauses = true;
            Log.StorePaused(logger, store, operation, StoreCircuitBreaker.Threshold);
        }
    }
}
