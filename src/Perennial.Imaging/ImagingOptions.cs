using Perennial.Images;

namespace Perennial.Imaging;

/// <summary>
/// What the codec may cost, bound from the configuration section <c>Perennial:Imaging</c>. How large an original may be is
/// said for everybody who reads pictures, in <see cref="ImageOptions"/>.
/// </summary>
public sealed class ImagingOptions
{
    /// <summary>Worker processes at the most, and so pictures that are decoded at once. They are started when they are needed.</summary>
    /// <value>2</value>
    public int MaxWorkers { get; set; } = 2;

    /// <summary>Pictures that may wait for a worker. One more is refused as <see cref="ImageRefusal.Busy"/>.</summary>
    /// <value>64</value>
    public int QueueLength { get; set; } = 64;

    /// <summary>
    /// What a worker may take for a picture, in bytes, beyond the 60 MB or so that it takes by itself. A picture that needs
    /// more is refused as <see cref="ImageRefusal.TooCostly"/>. Held by the kernel, on Linux.
    /// </summary>
    /// <value>536 870 912 (512 MiB)</value>
    public long MemoryLimit { get; set; } = 512L << 20;

    /// <summary>How long a picture may wait for a worker. Then it is refused as <see cref="ImageRefusal.Busy"/>.</summary>
    /// <value>15 s</value>
    public TimeSpan WaitLimit { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a worker may have a picture; then the worker is ended and replaced.</summary>
    /// <value>30 s</value>
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>A worker without work is ended after this time, and with it goes its memory.</summary>
    /// <value>1 min</value>
    public TimeSpan IdleTime { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Whether AVIF is decoded as well as written. Its decoder has been broken into more than once; a picture that you took
    /// yourself has another format besides.
    /// </summary>
    /// <value>false</value>
    public bool DecodeAvif { get; set; }

    /// <summary>How hard WebP is tried to be made small, from 0 (fast) to 6.</summary>
    /// <value>4</value>
    public int WebPEffort { get; set; } = 4;

    /// <summary>How hard AVIF is tried to be made small, from 0 (fast) to 9.</summary>
    /// <value>3</value>
    public int AvifEffort { get; set; } = 3;

    /// <summary>How hard PNG is tried to be made small, from 0 (fast) to 9.</summary>
    /// <value>6</value>
    public int PngEffort { get; set; } = 6;

    /// <summary>
    /// A libvips of your own: the path of the library, or its name for the system's loader. It must be version 8.14 or later.
    /// </summary>
    /// <value>null: the one in the package, else the system's</value>
    public string? Library { get; set; }
}
