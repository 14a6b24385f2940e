using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Perennial.Pages.Rendering;

/// <summary>
/// A response without a socket. It has not "started" until the pipeline is through, so that a late redirect, not-found or
/// exception can still set the status. The features in the box ignore OnStarting and OnCompleted, and so leak the DI scope.
/// </summary>
internal sealed class SyntheticResponse : IHttpResponseFeature, IHttpResponseBodyFeature, IDisposable
{
    private readonly Stack<(Func<object, Task> Callback, object State)> _starting = new();
    private readonly Stack<(Func<object, Task> Callback, object State)> _completed = new();
    private readonly BoundedStream _stream;
    private readonly PipeWriter _writer;

    public SyntheticResponse(int maxBodySize)
    {
        _stream = new(maxBodySize);
        _writer = PipeWriter.Create(_stream, new(leaveOpen: true));
        Body = _stream;
    }

    public int StatusCode { get; set; } = StatusCodes.Status200OK;

    public string? ReasonPhrase { get; set; }

    public IHeaderDictionary Headers { get; set; } = new HeaderDictionary();

    public Stream Body { get; set; }

    public bool HasStarted { get; private set; }

    public Stream Stream => _stream;

    public PipeWriter Writer => _writer;

    /// <summary>Whether the page wrote more than may be kept.</summary>
    public bool IsTooLarge => _stream.IsFull;

    public byte[] Bytes => _stream.ToArray();

    public void OnStarting(Func<object, Task> callback, object state) => _starting.Push((callback, state));

    public void OnCompleted(Func<object, Task> callback, object state) => _completed.Push((callback, state));

    /// <summary>Whether the body was begun before the page was through: then its parts are not in their places.</summary>
    public bool IsStreamed { get; private set; }

    public void DisableBuffering() => IsStreamed = true;

    public Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        SendFileFallback.SendFileAsync(_stream, path, offset, count, cancellationToken);

    public async Task CompleteAsync() => await _writer.FlushAsync();

    /// <summary>Flushes the body and runs the callbacks that belong to its beginning, last registered first.</summary>
    public async Task FinishAsync()
    {
        await _writer.FlushAsync();
        while (_starting.TryPop(out var entry))
        {
            await entry.Callback(entry.State);
        }

        HasStarted = true;
    }

    /// <summary>Runs the callbacks of the end: among them is the one that disposes the request's services.</summary>
    public async Task EndAsync()
    {
        while (_completed.TryPop(out var entry))
        {
            await entry.Callback(entry.State);
        }
    }

    public void Dispose() => _stream.Dispose();

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
