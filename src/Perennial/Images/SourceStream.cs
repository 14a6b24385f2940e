using System.Runtime.InteropServices;

namespace Perennial.Images;

/// <summary>Bytes as the stream that readers of pictures take, without a copy.</summary>
internal static class SourceStream
{
    public static MemoryStream Of(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var array)
            ? new(array.Array!, array.Offset, array.Count, writable: false)
            : new(bytes.ToArray(), writable: false);
}
