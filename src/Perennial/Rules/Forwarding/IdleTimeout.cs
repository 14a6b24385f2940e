namespace Perennial.Rules.Forwarding;

internal sealed class IdleTimeout : IDisposable
{
    private readonly TimeSpan _limit;
    private readonly CancellationToken _visitor;
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _left;

    public IdleTimeout(TimeSpan limit, TimeProvider time, CancellationToken visitor)
    {
        (_limit, _visitor) = (limit, visitor);
        _source = new(limit, time);
        _left = visitor.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
    }

    public CancellationToken Token => _source.Token;

    public bool IsOver => _source.IsCancellationRequested && !_visitor.IsCancellationRequested;

    public void Renew() => _source.CancelAfter(_limit);

    public void Dispose()
    {
        _left.Dispose();
        _source.Dispose();
    }
}
