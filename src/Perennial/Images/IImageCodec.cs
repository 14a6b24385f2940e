namespace Perennial.Images;

/// <summary>
/// Makes a picture smaller and writes it in another format. The implementation that comes with Perennial is the package
/// <c>Perennial.Imaging</c>; without it every call is refused as <see cref="ImageRefusal.Unavailable"/>.
/// </summary>
public interface IImageCodec
{
    /// <summary>
    /// The picture as <paramref name="variant"/> asks for it: turned upright, in sRGB, without its metadata, and never
    /// larger than it was. Safe to call with bytes that nobody has looked at.
    /// </summary>
    /// <param name="source">
    /// The original, from its beginning to its end. It must be seekable; for a file give the file itself: its bytes are read
    /// when their turn has come, so a picture that waits takes no memory. It must stay open until the call has ended.
    /// </param>
    /// <param name="variant">What to make.</param>
    /// <param name="cancellationToken">Ends the wait, and the work itself.</param>
    /// <exception cref="ImageRefusedException">The picture was not made; the exception says why.</exception>
    Task<ImageResult> EncodeAsync(Stream source, ImageVariant variant, CancellationToken cancellationToken);
}
