namespace Perennial.Imaging.Vips;

internal sealed class Operation : IDisposable
{
    private nint _handle;

    public Operation(string name) =>
        _handle = Native.NewOperation(name) is var handle and not 0 ? handle : throw VipsException.Take();

    public Operation Set(string name, string value) =>
        Native.SetArgument(_handle, name, value) is 0 ? this : throw VipsException.Take();

    public Operation Set(string name, Picture picture)
    {
        var value = default(GValue);
        Native.InitValue(ref value, Native.ImageType());
        Native.SetObject(ref value, picture.Handle);
        Native.SetProperty(_handle, name, ref value);
        Native.UnsetValue(ref value);
        return this;
    }

    public Operation Set(string name, Blob blob)
    {
        var value = default(GValue);
        Native.InitValue(ref value, Native.BlobType());
        Native.SetBoxed(ref value, blob.Handle);
        Native.SetProperty(_handle, name, ref value);
        Native.UnsetValue(ref value);
        return this;
    }

    // Most pictures are lazy pipelines: pixels flow when one is saved.
    public Picture ToPicture()
    {
        using (this)
        {
            Run();
            var value = default(GValue);
            Native.InitValue(ref value, Native.ImageType());
            Native.GetProperty(_handle, "out", ref value);
            var picture = new Picture(Native.DupObject(ref value));
            Native.UnsetValue(ref value);
            return picture;
        }
    }

    public Blob ToBlob()
    {
        using (this)
        {
            Run();
            var value = default(GValue);
            Native.InitValue(ref value, Native.BlobType());
            Native.GetProperty(_handle, "buffer", ref value);
            var blob = new Blob(Native.DupBoxed(ref value));
            Native.UnsetValue(ref value);
            return blob;
        }
    }

    public void Dispose()
    {
        if (_handle is not 0)
        {
            // The outputs hold the operation, so it would outlive its own handle.
            Native.UnrefOutputs(_handle);
            Native.Unref(_handle);
            _handle = 0;
        }
    }

    private void Run()
    {
        var built = Native.Build(_handle);
        if (built is 0)
        {
            throw VipsException.Take();
        }

        // Another one than was asked for if libvips remembered the same call; its cache is off, yet the contract is this.
        Native.Unref(_handle);
        _handle = built;
    }
}
