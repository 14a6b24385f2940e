namespace Perennial.Images.Headers;

/// <summary>
/// Looks at places of a file through a small window, so that a header behind a megabyte of metadata costs no megabyte.
/// What was read is valid until the next call.
/// </summary>
internal sealed class HeaderReader(Stream source, CancellationToken cancellationToken)
{
    /// <summary>
    /// Headers are made of parts, each naming its length. Cameras write dozens; a file of nothing but empty parts must not
    /// be walked to its end.
    /// </summary>
    public const int MaxParts = 4096;

    private readonly byte[] _window = new byte[4096];
    private long _start;
    private int _length;

    public long Length { get; } = source.Length;

    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(long offset, int count)
    {
        if (offset < 0 || offset + count > Length)
        {
            throw Broken("it ends inside its header");
        }

        if (offset < _start || offset + count > _start + _length)
        {
            source.Position = offset;
            _start = offset;
            _length = await source.ReadAtLeastAsync(_window, count, throwOnEndOfStream: false, cancellationToken);
            if (_length < count)
            {
                throw Broken("it ends inside its header");
            }
        }

        return _window.AsMemory((int)(offset - _start), count);
    }

    public static ImageRefusedException Broken(string why) => new(ImageRefusal.Broken, $"The picture is broken: {why}.");
}
