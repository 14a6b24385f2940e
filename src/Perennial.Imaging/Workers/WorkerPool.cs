using System.ComponentModel;
using Microsoft.Extensions.Logging;
using Perennial.Images;
using Perennial.Imaging.Protocol;

namespace Perennial.Imaging.Workers;

/// <summary>So many workers at the most, started when they are needed, and a queue of so many before them.</summary>
internal sealed class WorkerPool : IDisposable
{
    /// <summary>A decoder's heap frays with time; a fresh process costs a tenth of a second.</summary>
    private const int MaxJobs = 500;

    private const long MaxBytes = 2L << 30;

    /// <summary>A queue of the default length is worked off in seconds; who comes back earlier finds it full again.</summary>
    private static readonly TimeSpan BusyFor = TimeSpan.FromSeconds(2);

    /// <summary>A picture that ends its worker is not worth more than one worker a second.</summary>
    private static readonly TimeSpan FailedFor = TimeSpan.FromSeconds(1);

    private readonly ImagingOptions _options;
    private readonly WorkerStarter _starter;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _slots;
    private readonly IdleWorkers _idle;
    private int _inside;

    public WorkerPool(ImagingOptions options, WorkerProgram program, TimeProvider time, ILogger logger)
    {
        (_options, _time, _logger) = (options, time, logger);
        _starter = new(program, time, logger);
        _slots = new(options.MaxWorkers, options.MaxWorkers);
        _idle = new(options.IdleTime, time, logger);
    }

    public async Task<ImageResult> RunAsync(JobFrame job, ImageFormat format, Stream source, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _inside) > _options.MaxWorkers + _options.QueueLength)
        {
            Interlocked.Decrement(ref _inside);
            throw new ImageRefusedException(ImageRefusal.Busy, $"{_options.QueueLength} pictures wait already.", BusyFor);
        }

        try
        {
            await WaitForTurnAsync(cancellationToken);
            try
            {
                var (answer, content) = await OnWorkerAsync(job, source, cancellationToken);
                return answer.Outcome is Outcome.Made
                    ? new(content, format, (int)answer.Width, (int)answer.Height)
                    : throw Refusals.Of(answer.Outcome, content);
            }
            finally
            {
                _slots.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }

    public void Dispose()
    {
        _idle.Dispose();
        _slots.Dispose();
    }

    /// <summary>Not for ever: pictures that each take all the time that they may would make those behind them wait for minutes.</summary>
    private async Task WaitForTurnAsync(CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(_options.WaitLimit, _time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await _slots.WaitAsync(end.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ImageRefusedException(ImageRefusal.Busy, $"No worker was free within {_options.WaitLimit.TotalSeconds:0.#} s.", BusyFor);
        }
    }

    private async Task<(AnswerFrame Answer, byte[] Content)> OnWorkerAsync(JobFrame job, Stream source, CancellationToken cancellationToken)
    {
        var worker = _idle.Take() ?? await _starter.StartAsync(cancellationToken);
        using var late = new CancellationTokenSource(_options.TimeLimit, _time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            var (answer, content) = await worker.RunAsync(job, source, end.Token);
            GiveBack(worker, answer.Outcome);
            return (answer, content);
        }
        catch (Exception failure)
        {
            throw await WhyAsync(worker, failure, late.IsCancellationRequested, cancellationToken);
        }
    }

    private void GiveBack(WorkerProcess worker, Outcome outcome)
    {
        // One that ran out of memory may have lost some for good.
        if (outcome is Outcome.TooCostly || worker.Jobs >= MaxJobs || worker.Bytes >= MaxBytes)
        {
            Log.Ended(_logger, worker.Id, outcome is Outcome.TooCostly ? "its picture took all of its memory" : "it has done enough");
            worker.Dispose();
            return;
        }

        _idle.Add(worker);
    }

    /// <summary>The worker is lost. Its picture is refused, and why depends on who ended it.</summary>
    private async Task<Exception> WhyAsync(WorkerProcess worker, Exception failure, bool isLate, CancellationToken cancellationToken)
    {
        using (worker)
        {
            var code = await worker.EndAsync();
            if (cancellationToken.IsCancellationRequested)
            {
                Log.Ended(_logger, worker.Id, "nobody waits for its picture any more");
                return new OperationCanceledException(cancellationToken);
            }

            if (isLate)
            {
                Log.TooSlow(_logger, worker.Id, _options.TimeLimit);
                return new ImageRefusedException(ImageRefusal.TooCostly, $"The picture took longer than {_options.TimeLimit}.");
            }

            switch (failure)
            {
                case InvalidDataException:
                    Log.Gibberish(_logger, worker.Id, failure.Message);
                    return new ImageRefusedException(ImageRefusal.Failed, "The image worker went mad over the picture.", FailedFor, failure);
                case SourceChangedException:
                    return new ImageRefusedException(ImageRefusal.Broken, "The picture's file became shorter while it was read.", FailedFor, failure);
                case IOException:
                    Log.Died(_logger, worker.Id, code, worker.ErrorOutput);
                    return Refusals.OfDeath(code, worker.ErrorOutput, FailedFor, failure);
                default:
                    return failure;
            }
        }
    }
}
