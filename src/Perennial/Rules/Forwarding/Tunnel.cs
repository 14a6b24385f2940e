namespace Perennial.Rules.Forwarding;

internal static class Tunnel
{
    private const int BufferSize = 16 * 1024;

    public static async Task RunAsync(Stream visitor, Stream server, IdleTimeout idle)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(idle.Token);
        var up = CopyAsync(visitor, server, idle, ended.Token);
        var down = CopyAsync(server, visitor, idle, ended.Token);

        // A WebSocket says goodbye in both directions before it ends, so whoever ends first ends for both.
        await Task.WhenAny(up, down);
        await ended.CancelAsync();
        await Task.WhenAll(up, down);
    }

    private static async Task CopyAsync(Stream from, Stream to, IdleTimeout idle, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferSize];
        try
        {
            while (await from.ReadAsync(buffer, cancellationToken) is > 0 and var count)
            {
                idle.Renew();
                await to.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
                await to.FlushAsync(cancellationToken);
            }
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Either side may go without a word; that is an end like any other.
        }
    }
}
