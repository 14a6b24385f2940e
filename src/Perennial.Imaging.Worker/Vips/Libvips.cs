using System.Runtime.InteropServices;

namespace Perennial.Imaging.Vips;

internal static class Libvips
{
    // VIPS_OPERATION_BLOCKED of VipsOperationFlags.
    private const int Blocked = 32;

    private static readonly string[] Savers =
        ["VipsForeignSaveJpegBuffer", "VipsForeignSavePngBuffer", "VipsForeignSaveWebpBuffer", "VipsForeignSaveHeifBuffer", "VipsForeignSaveAvifBuffer"];

    /// <summary>The version that was loaded, and may decode what it may and nothing else; an exception says why not.</summary>
    public static string Open(WorkerLibraries libraries, bool decodeAvif)
    {
        NativeLibrary.SetDllImportResolver(typeof(Native).Assembly, (name, _, _) => name is Native.Library ? libraries.Handle : 0);
        if (Native.Init("perennial-imaging") is not 0)
        {
            throw VipsException.Take();
        }

        // Each worker has one picture at a time, and never the same one twice.
        Native.SetConcurrency(1);
        Native.SetCacheMax(0);
        string[] allowed =
        [
            "VipsForeignLoadJpegBuffer", "VipsForeignLoadPngBuffer", "VipsForeignLoadWebpBuffer",
            .. decodeAvif ? ["VipsForeignLoadHeifBuffer"] : Array.Empty<string>(), .. Savers,
        ];
        Native.Block("VipsForeign", 1);
        foreach (var type in allowed)
        {
            Native.Block(type, 0);
        }

        RequireBlocked(allowed);
        return $"{Native.Version(0)}.{Native.Version(1)}.{Native.Version(2)}";
    }

    /// <summary>
    /// Tries each loader and saver that this libvips has, known to us or not: libvips' own flag for what is not to be
    /// trusted left out the loaders of AVIF, GIF and TIFF, which are where it was broken into.
    /// </summary>
    private static void RequireBlocked(string[] allowed)
    {
        var operations = Leaves(Native.TypeFromName("VipsForeign"));
        var open = operations.Where(static name => !IsBlocked(name)).ToList();
        if (operations.Count < allowed.Length || open.Except(allowed).FirstOrDefault() is { } reachable)
        {
            throw new VipsException($"libvips cannot be confined: of {operations.Count} readers and writers, {string.Join(", ", open)} are open");
        }

        if (new[] { "LoadJpeg", "LoadPng", "LoadWebp", "SaveJpeg", "SavePng", "SaveWebp" }.FirstOrDefault(
            need => !open.Contains($"VipsForeign{need}Buffer")) is { } missing)
        {
            throw new VipsException($"this libvips was built without VipsForeign{missing}Buffer");
        }
    }

    private static bool IsBlocked(string type)
    {
        var operation = Native.NewOperation(type);
        if (operation is 0)
        {
            Native.ClearError();
            return true;
        }

        var flags = Native.Flags(operation);
        Native.Unref(operation);
        return (flags & Blocked) is not 0;
    }

    private static unsafe List<string> Leaves(nuint type)
    {
        var found = new List<string>();
        var children = (nuint*)Native.Children(type, out var count);
        for (var i = 0u; i < count; i++)
        {
            found.AddRange(Leaves(children[i]));
        }

        Native.Free((nint)children);
        return count is 0 ? [Marshal.PtrToStringUTF8(Native.TypeName(type))!] : found;
    }
}
