namespace Perennial.Images;

/// <summary>Which pictures are touched at all. Whatever reads a picture holds to these: the endpoint, a component, a codec.</summary>
public sealed class ImageOptions
{
    /// <summary>A larger original is refused, in bytes.</summary>
    /// <value>50 000 000</value>
    public long MaxSourceBytes { get; set; } = 50_000_000;

    /// <summary>
    /// An original with more pixels (width × height × frames, as its header says) is refused before anything is decoded.
    /// The largest cameras make about 100 million.
    /// </summary>
    /// <value>120 000 000</value>
    public long MaxPixels { get; set; } = 120_000_000;
}
