namespace Perennial.Images;

/// <summary>The formats that are told apart by their first bytes. A codec writes all of them but <see cref="Gif"/>.</summary>
public enum ImageFormat
{
    /// <summary>JPEG, <c>image/jpeg</c>.</summary>
    Jpeg,

    /// <summary>PNG, <c>image/png</c>; APNG is PNG with more than one frame.</summary>
    Png,

    /// <summary>WebP, <c>image/webp</c>.</summary>
    WebP,

    /// <summary>AVIF, <c>image/avif</c>.</summary>
    Avif,

    /// <summary>GIF, <c>image/gif</c>: recognised, never written.</summary>
    Gif,
}
