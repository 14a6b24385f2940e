namespace Perennial.Imaging.Vips;

internal sealed class Picture(nint handle) : IDisposable
{
    // VipsInterpretation: names of libvips for what the numbers of a pixel mean.
    private const int Grey = 1;
    private const int Rgb = 22;

    public nint Handle { get; private set; } = handle;

    public int Width => Native.Width(Handle);

    public int Height => Native.Height(Handle);

    public bool IsSrgbOrGrey => Native.Interpretation(Handle) is Grey or Rgb;

    public int UprightWidth => IsLying ? Height : Width;

    public int UprightHeight => IsLying ? Width : Height;

    public bool HasProfile => Native.TypeOf(Handle, "icc-profile-data") is not 0;

    // Drops all metadata: libvips 8.14 leaves some of it even when told to strip.
    public unsafe Picture Bare()
    {
        var copy = new Operation("copy").Set("in", this).ToPicture();
        var fields = Native.Fields(copy.Handle);
        for (var field = (nint*)fields; *field is not 0; field++)
        {
            // Those that a picture must have stay: libvips removes none of them.
            _ = Native.Remove(copy.Handle, *field);
        }

        Native.FreeTexts(fields);
        return copy;
    }

    // EXIF 2.32 §4.6.4: 5 to 8 are shown turned by a quarter.
    private bool IsLying => Native.Orientation(Handle) is >= 5 and <= 8;

    public void Dispose()
    {
        if (Handle is not 0)
        {
            Native.Unref(Handle);
            Handle = 0;
        }
    }
}
