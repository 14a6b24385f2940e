namespace Perennial.Rules.Forwarding;

/// <summary>How long two servers may be silent to each other. Ends as well when the visitor goes away.</summary>
internal sealed class Patience : IDisposable
{
    private readonly TimeSpan _limit;
    private readonly CancellationToken _visitor;
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _left;

    public Patience(TimeSpan limit, TimeProvider time, CancellationToken visitor)
    {
        (_limit, _visitor) = (limit, visitor);
        _source = new(limit, time);
        _left = visitor.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Whether the time ran out while the visitor still waited.</summary>
    public bool IsOver => _source.IsCancellationRequested && !_visitor.IsCancellationRequested;

    /// <summary>Something moved: the silence begins anew.</summary>
    public void Renew() => _source.CancelAfter(_limit);

    public void Dispose()
    {
        _left.Dispose();
        _source.Dispose();
    }
}
