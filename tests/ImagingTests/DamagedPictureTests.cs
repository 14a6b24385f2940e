using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Perennial.ImagingTests;

/// <summary>
/// Pictures that are damaged, unusual or none: what a page links to is at the least what the original is, and no link of a
/// page is refused.
/// </summary>
public sealed class DamagedPictureTests(DamagedPictures pictures) : IClassFixture<DamagedPictures>
{
    /// <summary>Names of files, and whether they are made smaller.</summary>
    public static TheoryData<string, bool> Pictures => new()
    {
        { "whole.jpg", true },
        { "whole.png", true },
        { "whole.webp", true },
        { "without-its-end.jpg", true },
        { "with-half-of-its-end.jpg", true },
        { "with-more-behind.jpg", true },
        { "a-png-named.jpg", true },
        { "a-jpeg-named.html", true },
        { "inks.jpg", true },
        { "sixteen-bits.png", true },
        { "interlaced.png", true },
        { "animated.png", false },
        { "still.gif", false },
        { "empty.png", false },
        { "bytes-11.png", false },
        { "cut.svg", false },
        { "text-named.png", false },
        { "bitmap.bmp", false },
        { "one-column.png", false },
        { "one-line.png", false },
        { "whole.avif", false },
    };

    [Theory, MemberData(nameof(Pictures))]
    public async Task A_page_shows_what_the_original_shows(string name, bool isMade)
    {
        foreach (var how in (string[])["plain", "sized", "blurred"])
        {
            var links = await LinksAsync(name, how);
            foreach (var link in links)
            {
                using var response = await pictures.App.GetAsync(link, "image/webp,*/*");

                Assert.Equal((HttpStatusCode.OK, true), (response.StatusCode, response.Content.Headers.ContentType?.MediaType?.StartsWith("image/", StringComparison.Ordinal) ?? !isMade));
                Assert.Equal(isMade ? "image/webp" : null, isMade ? response.Content.Headers.ContentType?.MediaType : null);
            }
        }
    }

    [Theory]
    [Trait("Proves", "S-70")]
    [InlineData("jpg")]
    [InlineData("png")]
    [InlineData("webp")]
    public async Task Wherever_it_is_cut_off_a_picture_is_shown_as_far_as_it_goes(string type)
    {
        var whole = pictures.Files["whole." + type];
        foreach (var length in (int[])[12, 13, 24, 40, 100, 300, whole.Length / 3, whole.Length / 2, whole.Length - 3000, whole.Length - 200, whole.Length - 20])
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"cut-{length}.{type}");
            pictures.Files[name] = whole[..length];
            foreach (var link in await LinksAsync(name, "sized"))
            {
                using var response = await pictures.App.GetAsync(link, "image/webp,*/*");

                // No half picture is made here: it is the file itself, whichever way it comes.
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                Assert.Equal(pictures.Files[name], await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
            }
        }
    }

    [Fact]
    public async Task A_JPEG_without_its_end_marker_is_the_same_picture()
    {
        using var whole = await pictures.App.AskAsync("/whole.jpg", "image/png");
        using var cut = await pictures.App.AskAsync("/without-its-end.jpg", "image/png");

        Assert.Equal(
            await whole.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken),
            await cut.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    private async Task<IReadOnlyList<string>> LinksAsync(string name, string how)
    {
        using var page = await pictures.App.GetAsync($"/page?how={how}&src=/{name}", "text/html");
        var html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return [.. Regex.Matches(html, " (src|srcset)=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))
            .SelectMany(static match => match.Groups["value"].Value.Split(", ").Select(static candidate => WebUtility.HtmlDecode(candidate.Split(' ')[0])))
            .Distinct()];
    }
}
