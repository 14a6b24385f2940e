using System.Collections.Concurrent;

namespace Harbour;

/// <summary>What browsers asked for, and with which marks.</summary>
internal sealed class Visits
{
    private readonly ConcurrentQueue<Visit> _all = new();
    private int _left;

    public IEnumerable<Visit> All => _all;

    public int Leave() => Interlocked.Increment(ref _left);

    public void Note(HttpRequest request)
    {
        if (!request.Path.StartsWithSegments("/visits", StringComparison.Ordinal))
        {
            _all.Enqueue(new(
                request.Path,
                request.QueryString.ToString(),
                request.Headers.UserAgent,
                request.Headers["x-deployment-id"],
                request.Headers["Sec-Speculation-Tags"],
                request.Headers["Purpose"],
                request.Headers["If-None-Match"]));
        }
    }

    internal sealed record Visit(string Path, string Query, string? Agent, string? Deployment, string? Tags, string? Purpose, string? Known);
}
