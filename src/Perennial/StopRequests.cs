namespace Perennial;

/// <summary>
/// Counts the requests to stop among signals. One that comes at once after the first is the same request: <c>timeout</c>
/// signals its child and then the group that the child is in, a terminal the whole job, and a supervisor may do both.
/// </summary>
internal sealed class StopRequests(TimeProvider time)
{
    /// <summary>Longer than a busy machine needs for both, and shorter than anybody takes to lose patience.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private long? _first;

    public StopRequest Note()
    {
        lock (_lock)
        {
            if (_first is { } first)
            {
                return time.GetElapsedTime(first) < AtOnce ? StopRequest.SameAgain : StopRequest.Another;
            }

            _first = time.GetTimestamp();
            return StopRequest.First;
        }
    }
}

internal enum StopRequest
{
    First, // To stop.
    SameAgain, // Nothing more: it belongs to the first.
    Another, // To stop now.
}
