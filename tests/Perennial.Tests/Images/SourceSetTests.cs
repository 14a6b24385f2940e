using Perennial.Images;

namespace Perennial.Tests.Images;

public sealed class SourceSetTests
{
    private static readonly ResolvedImageOptions Choices = new(new ImageOptions());

    [Fact]
    public void A_width_is_offered_once_and_doubled_each_rounded_up()
    {
        var (set, fallback) = SourceSet.Of(300, null, Choices).Write(static width => $"/i?w={width}");

        Assert.Equal("/i?w=384 1x, /i?w=640 2x", set);
        Assert.Equal("/i?w=640", fallback);
    }

    [Fact]
    public void What_is_larger_than_every_width_is_offered_in_the_largest() =>
        Assert.Equal([3840], SourceSet.Of(5000, null, Choices).Widths);

    [Fact]
    public void Sizes_in_parts_of_the_screen_leave_out_what_no_screen_needs()
    {
        var set = SourceSet.Of(null, "(max-width: 700px) 100vw, 50vw", Choices);

        Assert.False(set.IsByDensity);
        Assert.Equal([384, 640, 750, 828, 1080, 1200, 1920, 2048, 3840], set.Widths);
    }

    [Fact]
    public void Sizes_in_pixels_may_need_any_width() =>
        Assert.Equal(Choices.Widths, SourceSet.Of(null, "120px", Choices).Widths);

    [Fact]
    public void What_fills_its_place_is_offered_in_the_widths_of_screens() =>
        Assert.Equal(Choices.DeviceSizes, SourceSet.Of(null, null, Choices).Widths);
}
