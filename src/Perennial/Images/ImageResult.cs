namespace Perennial.Images;

/// <summary>A picture that a codec made.</summary>
/// <param name="Bytes">The file.</param>
/// <param name="Format">Its format.</param>
/// <param name="Width">Its width in pixels.</param>
/// <param name="Height">Its height in pixels.</param>
public sealed record ImageResult(ReadOnlyMemory<byte> Bytes, ImageFormat Format, int Width, int Height)
{
    /// <summary>The picture inside a <c>data:</c> URL: for previews of a few pixels.</summary>
    public string ToDataUrl() => $"data:{Format.MediaType()};base64,{Convert.ToBase64String(Bytes.Span)}";
}
