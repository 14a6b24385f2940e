namespace Perennial.Pages;

/// <summary>A stream to write to, until it falls silent.</summary>
internal sealed class SilenceableStream(Stream inner) : Stream
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
