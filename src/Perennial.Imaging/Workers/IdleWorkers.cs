using Microsoft.Extensions.Logging;

namespace Perennial.Imaging.Workers;

/// <summary>Workers without work. The one that worked last is taken first, so that those too many grow old and are ended.</summary>
internal sealed class IdleWorkers : IDisposable
{
    private readonly List<WorkerProcess> _workers = [];
    private readonly TimeSpan _idleTime;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private bool _isDisposed;

    public IdleWorkers(TimeSpan idleTime, TimeProvider time, ILogger logger)
    {
        (_idleTime, _time, _logger) = (idleTime, time, logger);
        _timer = time.CreateTimer(static self => ((IdleWorkers)self!).EndOld(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public WorkerProcess? Take()
    {
        lock (_workers)
        {
            while (_workers.Count > 0)
            {
                var worker = _workers[^1];
                _workers.RemoveAt(_workers.Count - 1);
                if (!worker.HasExited)
                {
                    return worker;
                }

                // Somebody ended it while it had no picture: nobody is the poorer.
                worker.Dispose();
            }
        }

        return null;
    }

    public void Add(WorkerProcess worker)
    {
        worker.IdleSince = _time.GetTimestamp();
        lock (_workers)
        {
            if (!_isDisposed)
            {
                _workers.Add(worker);
                _timer.Change(_idleTime, Timeout.InfiniteTimeSpan);
                return;
            }
        }

        worker.Dispose();
    }

    public void Dispose()
    {
        _timer.Dispose();
        lock (_workers)
        {
            _isDisposed = true;
            _workers.ForEach(static worker => worker.Dispose());
            _workers.Clear();
        }
    }

    private void EndOld()
    {
        lock (_workers)
        {
            foreach (var old in _workers.Where(worker => _time.GetElapsedTime(worker.IdleSince) >= _idleTime).ToList())
            {
                Log.Ended(_logger, old.Id, $"it had no work for {_idleTime}");
                _workers.Remove(old);
                old.Dispose();
            }

            if (_workers.Count > 0 && !_isDisposed)
            {
                _timer.Change(_idleTime, Timeout.InfiniteTimeSpan);
            }
        }
    }
}
