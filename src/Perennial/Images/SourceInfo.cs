using System.Text;

namespace Perennial.Images;

/// <summary>What a page has to know of a picture before it links to it.</summary>
/// <remarks>
/// As an entry keeps it: width, blank, height, or nothing; and after a line feed why the optimiser refuses it, if it does.
/// </remarks>
/// <param name="Size">How large it is in the layout, if it says so.</param>
/// <param name="Refusal">Why the optimiser would refuse it; null when it would not.</param>
internal sealed record SourceInfo(PixelSize? Size, string? Refusal)
{
    public const string MediaType = "text/plain";

    public static async ValueTask<SourceInfo> OfAsync(ReadOnlyMemory<byte> source, ImageOptions options, CancellationToken cancellationToken)
    {
        ImageInfo? info = null;
        try
        {
            await using var stream = SourceStream.Of(source);
            info = await ImageInfo.ReadAsync(stream, cancellationToken);
            _ = SourceInspector.Judge(info, source, options);
            return new(PixelSize.Of(info, source.Span), null);
        }
        catch (ImageRefusedException refused)
        {
            return new(PixelSize.Of(info, source.Span), refused.Message);
        }
    }

    public byte[] Write() => [.. Size?.Write() ?? [], .. Refusal is null ? [] : Encoding.UTF8.GetBytes('\n' + Refusal)];

    public static SourceInfo Read(ReadOnlySpan<byte> text) => text.IndexOf((byte)'\n') is var end and >= 0
        ? new(PixelSize.Read(text[..end]), Encoding.UTF8.GetString(text[(end + 1)..]))
        : new(PixelSize.Read(text), null);
}
