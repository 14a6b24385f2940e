using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Perennial.Pages;

/// <summary>
/// A response body that can fall silent: what is written from then on goes nowhere. A page that sends its visitor away runs
/// on to its end, and what it renders then (perhaps for members only) was not meant for that visitor.
/// </summary>
/// <remarks>
/// Replacing the feature when the page redirects is not enough: Blazor takes hold of the stream before its components run.
/// Only the stream is ours; nobody writes to the pipe that early, and a pipe asked for later is the silent one's.
/// </remarks>
internal sealed class SilenceableBody : IHttpResponseBodyFeature
{
    private readonly IHttpResponseBodyFeature _inner;
    private readonly SilenceableStream _stream;

    private SilenceableBody(IHttpResponseBodyFeature inner) => (_inner, _stream) = (inner, new(inner.Stream));

    public Stream Stream => _stream;

    public PipeWriter Writer => _inner.Writer;

    /// <summary>Runs an endpoint whose page may redirect after its framework began to look at the body.</summary>
    public static async Task RunAsync(HttpContext context, RequestDelegate endpoint)
    {
        var inner = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        context.Features.Set<IHttpResponseBodyFeature>(new SilenceableBody(inner));
        try
        {
            await endpoint(context);
        }
        finally
        {
            // The middleware before us finds what it left.
            context.Features.Set(inner);
        }
    }

    /// <summary>From here on nothing reaches the visitor.</summary>
    public static void Silence(HttpContext context)
    {
        if (context.Features.Get<IHttpResponseBodyFeature>() is SilenceableBody body)
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
