using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Perennial.Imaging.Vips;

/// <summary>
/// Hears what libvips warns of. Behind its line caches an error of a decoder is no more than a warning: the missing lines
/// become black, and the picture is saved as if it were whole, whatever <c>fail-on</c> says.
/// </summary>
internal sealed class Warnings
{
    // GLogLevelFlags: warning, message, info, debug.
    private const int UpToWarning = 0x10 | 0x20 | 0x40 | 0x80;

    private int _lostTiles;

    public unsafe Warnings()
    {
        // It lives as long as the process, and so does the handle.
        var self = GCHandle.ToIntPtr(GCHandle.Alloc(this));
        _ = Native.SetLogHandler("VIPS", UpToWarning, &Hear, self);
    }

    public void Reset() => Volatile.Write(ref _lostTiles, 0);

    /// <summary>Whether some of the picture is black because it could not be decoded.</summary>
    public bool IsIncomplete => Volatile.Read(ref _lostTiles) > 0;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Hear(nint domain, int level, nint message, nint self)
    {
        if (Marshal.PtrToStringUTF8(message)?.StartsWith("error in tile", StringComparison.Ordinal) is true)
        {
            Interlocked.Increment(ref ((Warnings)GCHandle.FromIntPtr(self).Target!)._lostTiles);
        }
    }
}
