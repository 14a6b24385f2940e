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

    public int UprightWidth => IsLying ? Height : Width;

    public int UprightHeight => IsLying ? Width : Height;

    /// <summary>Whether it says by itself what its colours mean.</summary>
    public bool HasProfile => Native.TypeOf(Handle, "icc-profile-data") is not 0;

    /// <summary>The same pixels, and nothing that the file said beside them: libvips 8.14 leaves some of it even when told to strip.</summary>
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
