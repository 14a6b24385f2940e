using System.Runtime.InteropServices;

namespace Perennial.Imaging.Vips;

/// <summary>GObject's box for a value: its type, and two words that are GObject's own.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GValue
{
    private nuint _type;
    private ulong _data0;
    private ulong _data1;
}
