using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Perennial.Pages.Endpoints;

/// <summary>
/// A response body that can fall silent: what is written from then on goes nowhere. A page that sends its visitor away runs
/// on to its end, and what it renders then (perhaps for members only) was not meant for that visitor.
/// </summary>
/// <remarks>
/// Replacing the feature when the page redirects is not enough: Blazor takes hold of the stream before its components run.
/// Only the stream is ours; nobody writes to the pipe that early, and a pipe asked for later is the silent one's.
/// </remarks>
internal sealed class SuppressibleResponseBody : IHttpResponseBodyFeature
{
    private readonly IHttpResponseBodyFeature _inner;
    private readonly SuppressibleResponseStream _stream;

    private SuppressibleResponseBody(IHttpResponseBodyFeature inner) => (_inner, _stream) = (inner, new(inner.Stream));

    public Stream Stream => _stream;

    public PipeWriter Writer => _inner.Writer;

    public static async Task RunAsync(HttpContext context, RequestDelegate endpoint)
    {
        var inner = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        context.Features.Set<IHttpResponseBodyFeature>(new SuppressibleResponseBody(inner));
        try
        {
            await endpoint(context);
        }
        finally
        {
            // Earlier middleware gets its own body feature back.
            context.Features.Set(inner);
        }
    }

    public static void Silence(HttpContext context)
    {
        if (context.Features.Get<IHttpResponseBodyFeature>() is SuppressibleResponseBody body)
        {
            body._stream.IsSilent = true;
        }

        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
    }

    public void DisableBuffering() => _inner.DisableBuffering();

    public Task StartAsync(CancellationToken cancellationToken = default) => _inner.StartAsync(cancellationToken);

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        _inner.SendFileAsync(path, offset, count, cancellationToken);

    public Task CompleteAsync() => _inner.CompleteAsync();
}

internal sealed class SuppressibleResponseStream(Stream inner) : Stream
{
    public bool IsSilent { get; set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException("A response body has no length before its end.");

    public override long Position
    {
        get => throw new NotSupportedException("A response body has no position.");
        set => throw new NotSupportedException("A response body has no position.");
    }

    private Stream Target => IsSilent ? Null : inner;

    public override void Write(byte[] buffer, int offset, int count) => Target.Write(buffer, offset, count);

    public override void Write(ReadOnlySpan<byte> buffer) => Target.Write(buffer);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Target.WriteAsync(buffer, offset, count, cancellationToken);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        Target.WriteAsync(buffer, cancellationToken);

    public override void Flush() => Target.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => Target.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("A response body is written only.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("A response body is written from its begin to its end.");

    public override void SetLength(long value) => throw new NotSupportedException("A response body is as long as what is written.");
}
