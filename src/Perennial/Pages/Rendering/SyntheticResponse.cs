using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Perennial.Pages.Rendering;

/// <summary>
/// A response without a socket. It has not "started" until the pipeline is through, so that a late redirect, not-found or
/// exception can still set the status. The features in the box ignore OnStarting and OnCompleted, and so leak the DI scope.
/// </summary>
internal sealed class SyntheticResponse :
    IHttpResponseFeature, IHttpResponseBodyFeature, IHttpResponseTrailersFeature, IHttpRequestLifetimeFeature, IDisposable
{
    private readonly Stack<(Func<object, Task> Callback, object State)> _starting = new();
    private readonly Stack<(Func<object, Task> Callback, object State)> _completed = new();
    private readonly BoundedStream _stream;

    public SyntheticResponse(int maxBodySize, CancellationToken aborted)
    {
        _stream = new(maxBodySize);
        Writer = new ThroughWriter(_stream);
        Body = _stream;
        RequestAborted = aborted;
    }

    public int StatusCode { get; set; } = StatusCodes.Status200OK;

    public string? ReasonPhrase { get; set; }

    public IHeaderDictionary Headers { get; set; } = new HeaderDictionary();

    /// <summary>They are never sent to anybody. Without a place for them a page that sends some would fail; with one it is noticed, and not kept.</summary>
    public IHeaderDictionary Trailers { get; set; } = new HeaderDictionary();

    public Stream Body { get; set; }

    public bool HasStarted { get; private set; }

    public Stream Stream => _stream;

    public PipeWriter Writer { get; }

    public CancellationToken RequestAborted { get; set; }

    public bool IsTooLarge => _stream.IsFull;

    public byte[] Bytes => _stream.ToArray();

    /// <summary>Why a server would cut this off, so that no visitor took it for whole; null when it would send all of it.</summary>
    public string? TruncationReason { get; private set; }

    public void OnStarting(Func<object, Task> callback, object state) => _starting.Push((callback, state));

    public void OnCompleted(Func<object, Task> callback, object state) => _completed.Push((callback, state));

    // True when the body began before the page was complete: then streamed parts are not in their places.
    public bool IsStreamed { get; private set; }

    public void DisableBuffering() => IsStreamed = true;

    public Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        SendFileFallback.SendFileAsync(_stream, path, offset, count, cancellationToken);

    public Task CompleteAsync() => Task.CompletedTask;

    public void Abort() => TruncationReason = "it aborted its response";

    public async Task FinishAsync()
    {
        while (_starting.TryPop(out var entry))
        {
            await entry.Callback(entry.State);
        }

        HasStarted = true;
        if (Headers.ContentLength is { } announced && announced != _stream.Length)
        {
            TruncationReason ??= $"it announced {announced} bytes (Content-Length) and wrote {_stream.Length}";
        }
    }

    /// <summary>
    /// Runs the callbacks of the end. The last of them disposes the request's services, so each is run whatever became of
    /// those before it; and what they throw changes nothing about the response, as on a server.
    /// </summary>
    public async Task EndAsync(ILogger logger)
    {
        while (_completed.TryPop(out var entry))
        {
            try
            {
                await entry.Callback(entry.State);
            }
#pragma warning disable CA1031 // The app's own, whatever it is.
            catch (Exception error)
#pragma warning restore CA1031
            {
                Log.CompletionFailed(logger, error);
            }
        }
    }

    public void Dispose() => _stream.Dispose();

    // Unbuffered, so that writes to the pipe and to the stream keep their order.
    private sealed class ThroughWriter(Stream stream) : PipeWriter
    {
        private const int LeastSize = 4096;

        private byte[] _buffer = [];

        public override bool CanGetUnflushedBytes => true;

        public override long UnflushedBytes => 0;

        public override Memory<byte> GetMemory(int sizeHint = 0)
        {
            if (_buffer.Length < Math.Max(sizeHint, LeastSize))
            {
                _buffer = new byte[Math.Max(sizeHint, LeastSize)];
            }

            return _buffer;
        }

        public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

        public override void Advance(int bytes) => stream.Write(_buffer.AsSpan(0, bytes));

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => default;

        public override void CancelPendingFlush()
        {
        }

        public override void Complete(Exception? exception = null)
        {
        }
    }

    private sealed class BoundedStream(int limit) : MemoryStream
    {
        public bool IsFull { get; private set; }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Check(buffer.Length);
            base.Write(buffer);
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            Check(count);
            base.Write(buffer, offset, count);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            Write(buffer, offset, count);
            return Task.CompletedTask;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Write(buffer.Span);
            return ValueTask.CompletedTask;
        }

        private void Check(int more)
        {
            if (Length + more > limit)
            {
                IsFull = true;
                throw new PerennialException(
                    "PER2120", $"The page wrote more than {limit} bytes. Raise Perennial:Pages:MaxBodySize, or declare it [DynamicPage].");
            }
        }
    }
}
