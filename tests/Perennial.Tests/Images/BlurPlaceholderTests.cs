using Perennial.Images;

namespace Perennial.Tests.Images;

public sealed class BlurPlaceholderTests
{
    // The header of 8×5 pixels; nothing more is read.
    private static readonly byte[] Opaque =
    [
        .. "RIFF"u8, 30, 0, 0, 0, .. "WEBPVP8 "u8, 18, 0, 0, 0, 0x30, 0x01, 0x00, 0x9D, 0x01, 0x2A, 8, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];

    [Fact]
    public async Task An_opaque_preview_is_blurred_in_its_own_proportions()
    {
        var url = await BlurPlaceholder.OfAsync(Opaque, "image/webp");

        Assert.StartsWith("data:image/svg+xml,%3Csvg ", url, StringComparison.Ordinal);
        Assert.Contains("viewBox=\"0 0 8 5\"", url, StringComparison.Ordinal);
        Assert.Contains("href=\"data:image/webp;base64,UklGR", url, StringComparison.Ordinal);
        Assert.DoesNotContain("'", url, StringComparison.Ordinal);
        Assert.DoesNotContain("#", url, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_one_stays_what_it_is() =>
        Assert.Equal("data:image/png;base64,AQID", await BlurPlaceholder.OfAsync(new byte[] { 1, 2, 3 }, "image/png"));
}
