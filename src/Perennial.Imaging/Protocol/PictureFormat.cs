namespace Perennial.Imaging.Protocol;

/// <summary>Formats on the wire.</summary>
internal enum PictureFormat : byte
{
    None,
    Jpeg,
    Png,
    WebP,
    Avif,
}
