namespace Perennial.Testing.Pictures;

internal sealed class UnreadableStream(long length) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get; set; }

    public override int Read(byte[] buffer, int offset, int count) => throw new InvalidOperationException("This stream was not to be read.");

    public override long Seek(long offset, SeekOrigin origin) => Position = offset;

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException("It has the length that it has.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("It is for reading, which it refuses.");
}
