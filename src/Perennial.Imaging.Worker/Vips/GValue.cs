using System.Runtime.InteropServices;

namespace Perennial.Imaging.Vips;

[StructLayout(LayoutKind.Sequential)]
internal struct GValue
{
    private nuint _type;
    private ulong _data0;
    private ulong _data1;
}
