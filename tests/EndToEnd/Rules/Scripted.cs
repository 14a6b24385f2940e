using Perennial.Rules;

namespace Perennial.EndToEnd.Rules;

/// <summary>A proxy that does what a test says, and counts.</summary>
internal sealed class Scripted(Func<ProxyContext, CancellationToken, ValueTask<ProxyResult>> script) : IProxy
{
    private int _runs;

    public int Runs => _runs;

    public ValueTask<ProxyResult> RunAsync(ProxyContext context, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _runs);
        return script(context, cancellationToken);
    }
}
