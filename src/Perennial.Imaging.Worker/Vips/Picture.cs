namespace Perennial.Imaging.Vips;

/// <summary>A picture in libvips' hands.</summary>
internal sealed class Picture(nint handle) : IDisposable
{
    // VipsInterpretation: names of libvips for what the numbers of a pixel mean.
    private const int Grey = 1;
    private const int Rgb = 22;

    public nint Handle { get; private set; } = handle;

    public int Width => Native.Width(Handle);

    public int Height => Native.Height(Handle);

    /// <summary>Eight bits each, as every format that is written takes them.</summary>
    public bool IsSrgbOrGrey => Native.Interpretation(Handle) is Grey or Rgb;

    /// <summary>The same picture, to be let go once more.</summary>
    public Picture Share() => new(Native.Ref(Handle));

    public void Dispose()
    {
        if (Handle is not 0)
        {
            Native.Unref(Handle);
            Handle = 0;
        }
    }
}
