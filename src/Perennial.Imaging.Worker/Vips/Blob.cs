namespace Perennial.Imaging.Vips;

internal sealed class Blob(nint handle) : IDisposable
{
    public nint Handle { get; private set; } = handle;

    /// <summary>Bytes of ours, which must stay where they are until every picture made of them is gone.</summary>
    public static unsafe Blob Of(byte* data, nuint length) => new(Native.NewBlob(0, (nint)data, length));

    public unsafe ReadOnlySpan<byte> Span => new((void*)Native.BlobData(Handle, out var length), checked((int)length));

    public void Dispose()
    {
        if (Handle is not 0)
        {
            Native.UnrefArea(Handle);
            Handle = 0;
        }
    }
}
