using System.Runtime.InteropServices;

namespace Perennial.Imaging.Vips;

/// <summary>
/// The part of libvips' C interface that has no variable arguments: those cannot be called from here on every platform
/// (Arm64 of Apple passes them otherwise). GObject's functions are found through the same library.
/// </summary>
internal static partial class Native
{
    public const string Library = "vips";

    [LibraryImport(Library, EntryPoint = "vips_init", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Init(string name);

    [LibraryImport(Library, EntryPoint = "vips_version")]
    public static partial int Version(int part);

    [LibraryImport(Library, EntryPoint = "vips_concurrency_set")]
    public static partial void SetConcurrency(int threads);

    [LibraryImport(Library, EntryPoint = "vips_cache_set_max")]
    public static partial void SetCacheMax(int operations);

    [LibraryImport(Library, EntryPoint = "vips_operation_block_set", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void Block(string type, int isBlocked);

    [LibraryImport(Library, EntryPoint = "vips_operation_new", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint NewOperation(string name);

    [LibraryImport(Library, EntryPoint = "vips_operation_get_flags")]
    public static partial int Flags(nint operation);

    [LibraryImport(Library, EntryPoint = "vips_object_set_argument_from_string", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetArgument(nint operation, string name, string value);

    [LibraryImport(Library, EntryPoint = "vips_cache_operation_build")]
    public static partial nint Build(nint operation);

    [LibraryImport(Library, EntryPoint = "vips_object_unref_outputs")]
    public static partial void UnrefOutputs(nint operation);

    [LibraryImport(Library, EntryPoint = "vips_error_buffer")]
    public static partial nint ErrorText();

    [LibraryImport(Library, EntryPoint = "vips_error_clear")]
    public static partial void ClearError();

    [LibraryImport(Library, EntryPoint = "vips_blob_get_type")]
    public static partial nuint BlobType();

    [LibraryImport(Library, EntryPoint = "vips_blob_new")]
    public static partial nint NewBlob(nint free, nint data, nuint length);

    [LibraryImport(Library, EntryPoint = "vips_blob_get")]
    public static partial nint BlobData(nint blob, out nuint length);

    [LibraryImport(Library, EntryPoint = "vips_area_unref")]
    public static partial void UnrefArea(nint area);

    [LibraryImport(Library, EntryPoint = "vips_image_get_type")]
    public static partial nuint ImageType();

    [LibraryImport(Library, EntryPoint = "vips_image_get_width")]
    public static partial int Width(nint image);

    [LibraryImport(Library, EntryPoint = "vips_image_get_height")]
    public static partial int Height(nint image);

    [LibraryImport(Library, EntryPoint = "vips_image_get_interpretation")]
    public static partial int Interpretation(nint image);

    [LibraryImport(Library, EntryPoint = "vips_image_get_orientation")]
    public static partial int Orientation(nint image);

    [LibraryImport(Library, EntryPoint = "vips_image_get_typeof", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nuint TypeOf(nint image, string field);

    [LibraryImport(Library, EntryPoint = "vips_image_get_fields")]
    public static partial nint Fields(nint image);

    [LibraryImport(Library, EntryPoint = "vips_image_remove")]
    public static partial int Remove(nint image, nint field);

    [LibraryImport(Library, EntryPoint = "g_strfreev")]
    public static partial void FreeTexts(nint texts);

    [LibraryImport(Library, EntryPoint = "g_type_from_name", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nuint TypeFromName(string name);

    [LibraryImport(Library, EntryPoint = "g_type_children")]
    public static partial nint Children(nuint type, out uint count);

    [LibraryImport(Library, EntryPoint = "g_type_name")]
    public static partial nint TypeName(nuint type);

    [LibraryImport(Library, EntryPoint = "g_free")]
    public static partial void Free(nint memory);

    [LibraryImport(Library, EntryPoint = "g_object_set_property", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void SetProperty(nint target, string name, ref GValue value);

    [LibraryImport(Library, EntryPoint = "g_object_get_property", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void GetProperty(nint target, string name, ref GValue value);

    [LibraryImport(Library, EntryPoint = "g_object_ref")]
    public static partial nint Ref(nint target);

    [LibraryImport(Library, EntryPoint = "g_object_unref")]
    public static partial void Unref(nint target);

    [LibraryImport(Library, EntryPoint = "g_value_init")]
    public static partial nint InitValue(ref GValue value, nuint type);

    [LibraryImport(Library, EntryPoint = "g_value_unset")]
    public static partial void UnsetValue(ref GValue value);

    [LibraryImport(Library, EntryPoint = "g_value_set_object")]
    public static partial void SetObject(ref GValue value, nint target);

    [LibraryImport(Library, EntryPoint = "g_value_dup_object")]
    public static partial nint DupObject(ref GValue value);

    [LibraryImport(Library, EntryPoint = "g_value_set_boxed")]
    public static partial void SetBoxed(ref GValue value, nint boxed);

    [LibraryImport(Library, EntryPoint = "g_value_dup_boxed")]
    public static partial nint DupBoxed(ref GValue value);
}
