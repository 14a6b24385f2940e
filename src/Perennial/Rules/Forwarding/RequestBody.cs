using System.IO.Pipelines;
using System.Net;

namespace Perennial.Rules.Forwarding;

/// <summary>A visitor's body on its way to another server, passed on as it comes.</summary>
internal sealed class RequestBody(PipeReader body, long? length, Patience patience) : HttpContent
{
    private bool _isSent;

    /// <summary>Why the body could not be read: the visitor's fault, not the other server's.</summary>
    public Exception? Failure { get; private set; }

    protected override bool TryComputeLength(out long length1)
    {
        length1 = length ?? 0;
        return length is not null;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (_isSent)
        {
            // The client tries again on a new connection when an idle one turns out to be closed. A body that has been
            // read cannot be sent twice; half a body must not be.
            throw new IOException("The request's body was read already and cannot be sent again.");
        }

        _isSent = true;
        while (true)
        {
            if (!TryRead(out var read))
            {
                // All that came is on its way before we wait for more.
                await stream.FlushAsync(cancellationToken);
                patience.Renew();
                read = await ReadAsync(cancellationToken);
            }

            foreach (var part in read.Buffer)
            {
                await stream.WriteAsync(part, cancellationToken);
            }

            body.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }

    private bool TryRead(out ReadResult result)
    {
        try
        {
            return body.TryRead(out result);
        }
        catch (Exception error)
        {
            Failure = error;
            throw;
        }
    }

    private async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await body.ReadAsync(cancellationToken);
        }
        catch (Exception error)
        {
            Failure = error;
            throw;
        }
    }
}
