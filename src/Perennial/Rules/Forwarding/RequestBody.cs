using System.IO.Pipelines;
using System.Net;

namespace Perennial.Rules.Forwarding;

internal sealed class RequestBody(PipeReader body, long? length, IdleTimeout idle, Exchange exchange) : HttpContent
{
    private bool _isSent;

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

        (_isSent, exchange.IsSending) = (true, true);
        while (true)
        {
            if (!TryRead(out var read))
            {
                // All that came is on its way before we wait for more.
                await stream.FlushAsync(cancellationToken);
                idle.Renew();
                read = await ReadAsync(cancellationToken);
            }

            foreach (var part in read.Buffer)
            {
                await stream.WriteAsync(part, cancellationToken);
            }

            body.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                // The last bytes are still to be written, and may meet the reset behind an answer.
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
        catch (Exception error) when (IsVisitors(error))
        {
            throw;
        }
    }

    private async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var reading = body.ReadAsync(cancellationToken).AsTask();
            if (await Task.WhenAny(reading, exchange.Refused) == reading)
            {
                return await reading;
            }

            body.CancelPendingRead();
            body.AdvanceTo((await reading).Buffer.Start);
        }
        catch (Exception error) when (IsVisitors(error))
        {
            throw;
        }

        throw new EarlyResponseException();
    }

    // Notes it, and lets it pass.
    private bool IsVisitors(Exception error)
    {
        if (error is not OperationCanceledException)
        {
            exchange.BodyFailure = error;
        }

        return false;
    }
}
