using System.Net.Sockets;
using System.Text;

namespace Perennial.Rules.Forwarding;

/// <summary>
/// An HTTP/1.1 connection to another server that is listened to while a body is being sent. HttpClient reads nothing before
/// it has sent everything, so an answer that comes earlier, and the reset behind it, would be lost (RFC 9112 §9.5).
/// </summary>
/// <remarks>
/// All bytes pass through one buffer, because HttpClient may have a read under way when we begin to listen: it begins one on
/// each idle connection that it takes. Nobody reads the connection twice at a time; whoever wants bytes waits for the same read.
/// </remarks>
internal sealed class ServerStream(Stream connection, AsyncLocal<Exchange?> current) : Stream
{
    private const int BufferSize = 16 * 1024;

    private readonly Lock _gate = new();
    private byte[] _buffer = [];

    // In the buffer: where the answer begins, what of it is still to be read, and the end of what came.
    private int _first;
    private int _start;
    private int _end;
    private Task<int>? _filling;
    private Task _writing = Task.CompletedTask;
    private Exchange? _exchange;
    private bool _isListening;
    private bool _isHandedOver;
    private int _owner;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException("A connection has no length.");

    public override long Position
    {
        get => throw new NotSupportedException("A connection has no position.");
        set => throw new NotSupportedException("A connection has no position.");
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var owner = _owner;
        while (true)
        {
            lock (_gate)
            {
                if (owner != _owner)
                {
                    throw new EarlyResponseException();
                }

                if (_start < _end)
                {
                    var count = Math.Min(buffer.Length, _end - _start);
                    _buffer.AsSpan(_start, count).CopyTo(buffer.Span);
                    _start += count;
                    return count;
                }
            }

            if (await FillAsync().WaitAsync(cancellationToken) == 0)
            {
                return 0;
            }
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_isHandedOver)
        {
            // Whoever reads the answer now sends a request first; this one was sent.
            return;
        }

        if (current.Value is { } exchange && Begin(exchange) && exchange.Method is { } method)
        {
            // The request line is the first that is written.
            buffer = (byte[])[.. Encoding.ASCII.GetBytes(method), .. buffer.Span[method.Length..]];
        }

        _writing = connection.WriteAsync(buffer, cancellationToken).AsTask();
        if (_exchange is not { IsSending: true } sending)
        {
            await _writing;
            return;
        }

        try
        {
            await await Task.WhenAny(_writing, sending.Refused);
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            // What we ran into is the reset behind an answer.
            await ListenAsync(sending, whileSending: false);
            if (Judge() is ResponseHead.Verdict.Unknown)
            {
                throw;
            }

            sending.Refuse();
        }

        if (sending.IsRefused)
        {
            throw new EarlyResponseException();
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken) =>
        _isHandedOver ? Task.CompletedTask : connection.FlushAsync(cancellationToken);

    /// <summary>From now on the bytes of the answer, from its first on, are somebody else's than HttpClient's that sent the request.</summary>
    public void HandOver()
    {
        lock (_gate)
        {
            if (!_isHandedOver)
            {
                (_isHandedOver, _start) = (true, _first);
                _owner++;
            }
        }
    }

    // Bytes of a write that is still waiting belong to the visitor's request.
    public async ValueTask CloseAsync()
    {
        await connection.DisposeAsync();
        await _writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read asynchronously.");

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Write asynchronously.");

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() => throw new NotSupportedException("Flush asynchronously.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("A connection has no position.");

    public override void SetLength(long value) => throw new NotSupportedException("A connection has no length.");

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isHandedOver)
        {
            connection.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool Begin(Exchange exchange)
    {
        bool isFirst;
        lock (_gate)
        {
            isFirst = exchange.Begin(this, isReused: _exchange is not null);
            if (isFirst)
            {
                (_exchange, _first, _isListening) = (exchange, _start, false);
            }
        }

        if (exchange.IsSending && !_isListening)
        {
            _isListening = true;
            _ = ListenAsync(exchange, whileSending: true);
        }

        return isFirst;
    }

    private async Task ListenAsync(Exchange exchange, bool whileSending)
    {
        try
        {
            while (Judge() is ResponseHead.Verdict.Unknown && (exchange.IsSending || !whileSending) && await FillAsync() > 0)
            {
            }
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException)
        {
            // Whoever reads or writes next finds out.
        }

        if (whileSending && exchange.IsSending && Judge() is ResponseHead.Verdict.Refusal)
        {
            exchange.Refuse();
        }
    }

    private ResponseHead.Verdict Judge()
    {
        lock (_gate)
        {
            return ResponseHead.Judge(_buffer.AsSpan(_first, _end - _first));
        }
    }

    private Task<int> FillAsync()
    {
        lock (_gate)
        {
            return _filling is { IsCompleted: false } ? _filling : _filling = ReadMoreAsync();
        }
    }

    // Entered under the lock; nobody else moves the buffer until this has ended.
    private async Task<int> ReadMoreAsync()
    {
        if (_start == _end && _exchange is not { IsOpen: true })
        {
            (_first, _start, _end) = (0, 0, 0);
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(BufferSize, 2 * _buffer.Length));
        }

        var count = await connection.ReadAsync(_buffer.AsMemory(_end));
        lock (_gate)
        {
            _end += count;
            if (count > 0)
            {
                _exchange?.HasBytes = true;
            }
        }

        return count;
    }
}
