using Perennial.Images;

namespace Perennial.Bench.Driver.Pictures;

/// <summary>One picture to make, for either engine.</summary>
internal sealed record PictureJob(string File, int Width, ImageFormat Format, int Quality, int Effort)
{
    public string FormatName => Format.ToString().ToLowerInvariant();

    public override string ToString() =>
        $"{Path.GetFileNameWithoutExtension(File).ToUpperInvariant()} {Path.GetExtension(File)[1..].ToUpperInvariant()} → {Width} px {Format}, quality {Quality}, effort {Effort}";
}
