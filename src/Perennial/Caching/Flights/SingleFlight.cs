using System.Collections.Concurrent;

namespace Perennial.Caching.Flights;

internal sealed class SingleFlight
{
    private readonly ConcurrentDictionary<EntryKey, Flight> _running = new();
    private long _tick;

    // Flights with a greater tick began after this moment.
    public long Now => Interlocked.Read(ref _tick);

    /// <summary>
    /// Joins the flight of a key, or starts one. The render does not belong to who started it: it runs on its own, and
    /// nothing of the caller's context (culture, activity, HttpContext) flows into it.
    /// </summary>
    public Flight Join(EntryKey key, Func<Flight, Task<FlightResult>> run, out bool started)
    {
        while (true)
        {
            if (_running.TryGetValue(key, out var flight))
            {
                started = false;
                return flight;
            }

            flight = new Flight(key);
            if (_running.TryAdd(key, flight))
            {
                started = true;
                Start(flight, run);
                return flight;
            }
        }
    }

    /// <summary>Marks the beginning: from here on, what the render reads is as new as this moment.</summary>
    public void Begin(Flight flight, LedgerPosition position) => flight.Begin(Interlocked.Increment(ref _tick), position);

    public async Task WhenIdleAsync(CancellationToken cancellationToken)
    {
        while (!_running.IsEmpty)
        {
            await Task.WhenAll(_running.Values.Select(static flight => flight.Completion)).WaitAsync(cancellationToken);
        }
    }

    private void Start(Flight flight, Func<Flight, Task<FlightResult>> run)
    {
        using (ExecutionContext.SuppressFlow())
        {
            _ = Task.Run(async () =>
            {
                FlightResult result;
                try
                {
                    result = await run(flight);
                }
#pragma warning disable CA1031 // Whatever it is, those who wait must be told.
                catch (Exception error)
#pragma warning restore CA1031
                {
                    result = new(new RenderOutcome.Failed(error));
                }

                // Removed from the list before it completes, so that a caller who needs a newer render can start one at once.
                _running.TryRemove(new(flight.Key, flight));
                flight.Complete(result);
            });
        }
    }
}
