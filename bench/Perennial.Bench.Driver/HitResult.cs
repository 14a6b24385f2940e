namespace Perennial.Bench.Driver;

/// <summary>One candidate's rounds under one way of asking.</summary>
internal sealed class HitResult(Candidate candidate, Asking asking, WireFacts facts)
{
    private readonly List<HitRound> _rounds = [];

    public Candidate Candidate => candidate;

    public Asking Asking => asking;

    public string? AcceptEncoding => asking.AcceptEncoding;

    public WireFacts Facts => facts;

    // The other rounds contain what else the machine did; the smallest one contains least of it.
    public double Minimum => _rounds.Min(round => round.Microseconds);

    public double Median => _rounds.MedianOf(round => round.Microseconds);

    public double RequestsPerSecond(int seconds) => _rounds.MedianOf(round => round.Wrk.Requests) / seconds;

    public double MedianLatency => _rounds.MedianOf(round => round.Wrk.Median);

    public double Allocated => _rounds.MedianOf(round => round.Allocated);

    public long Failures => _rounds.Sum(round => round.Wrk.Failures);

    public void Add(HitRound round) => _rounds.Add(round);
}
