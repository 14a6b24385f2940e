using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Perennial.Images;
using Perennial.Testing.Pictures;

namespace Perennial.ImagingTests;

/// <summary>
/// Pictures that are damaged, unusual or none: what a page links to is at the least what the original is, and no link of a
/// page is refused.
/// </summary>
public sealed class DamagedPictureTests : IAsyncLifetime
{
    private static readonly TestPicture Photo = TestPicture.Photograph(900, 600, 3);

    private readonly ConcurrentDictionary<string, byte[]> _files = new();
    private CodecApp _app = null!;

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
    };

    [Theory, MemberData(nameof(Pictures))]
    public async Task A_page_shows_what_the_original_shows(string name, bool isMade)
    {
        foreach (var how in (string[])["plain", "sized", "blurred"])
        {
            var links = await LinksAsync(name, how);
            foreach (var link in links)
            {
                using var response = await _app.GetAsync(link, "image/webp,*/*");

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
        var whole = _files["whole." + type];
        foreach (var length in (int[])[12, 13, 24, 40, 100, 300, whole.Length / 3, whole.Length / 2, whole.Length - 3000, whole.Length - 200, whole.Length - 20])
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"cut-{length}.{type}");
            _files[name] = whole[..length];
            foreach (var link in await LinksAsync(name, "sized"))
            {
                using var response = await _app.GetAsync(link, "image/webp,*/*");

                // No half picture is made here: it is the file itself, whichever way it comes.
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                Assert.Equal(_files[name], await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
            }
        }
    }

    [Fact]
    public async Task A_JPEG_without_its_end_marker_is_the_same_picture()
    {
        using var whole = await _app.AskAsync("/whole.jpg", "image/png");
        using var cut = await _app.AskAsync("/without-its-end.jpg", "image/png");

        Assert.Equal(
            await whole.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken),
            await cut.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    public async ValueTask InitializeAsync()
    {
        using var codec = new OpenCodec();
        var png = PngFile.Write(Photo);
        var jpeg = (await codec.EncodeAsync(png, 900, ImageFormat.Jpeg, 90)).Bytes.ToArray();
        foreach (var (name, bytes) in ((string, byte[])[])
        [
            ("whole.jpg", jpeg),
            ("whole.png", png),
            ("whole.webp", (await codec.EncodeAsync(png, 900, ImageFormat.WebP, 90)).Bytes.ToArray()),
            ("without-its-end.jpg", jpeg[..^2]),
            ("with-half-of-its-end.jpg", jpeg[..^1]),
            ("with-more-behind.jpg", [.. jpeg, .. new byte[50], .. "and a line"u8]),
            ("a-png-named.jpg", png),
            ("a-jpeg-named.html", jpeg),
            ("inks.jpg", InkJpeg.Write()),
            ("sixteen-bits.png", PngFile.Write16(64, 48)),
            ("interlaced.png", InterlacedPng.Write(64, 48)),
            ("animated.png", PngFile.Write(TestPicture.Quarters(60, 40), PngFile.Chunk("acTL", [0, 0, 0, 2, 0, 0, 0, 0]))),
            ("still.gif", [.. "GIF89a"u8, 1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3B]),
            ("empty.png", []),
            ("bytes-11.png", png[..11]),
            ("cut.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='9'"u8.ToArray()),
            ("text-named.png", "a fern"u8.ToArray()),
            ("bitmap.bmp", [.. "BM"u8, .. new byte[60]]),
            ("one-column.png", PngFile.Bomb(1, 20_000_000)),
        ])
        {
            _files[name] = bytes;
        }

        _app = await CodecApp.StartAsync(app =>
        {
            app.MapGet("/page", static (string src, string how) =>
                new RazorComponentResult<Shown>(new Dictionary<string, object?> { ["Src"] = src, ["How"] = how }));
            app.MapGet("/{name}", (string name) => Results.Bytes(_files[name], name.EndsWith("html", StringComparison.Ordinal) ? "text/html" : "image/jpeg"));
        });
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IReadOnlyList<string>> LinksAsync(string name, string how)
    {
        using var page = await _app.GetAsync($"/page?how={how}&src=/{name}", "text/html");
        var html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return [.. Regex.Matches(html, " (src|srcset)=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))
            .SelectMany(static match => match.Groups["value"].Value.Split(", ").Select(static candidate => WebUtility.HtmlDecode(candidate.Split(' ')[0])))
            .Distinct()];
    }

    private sealed class Shown : ComponentBase
    {
        [Parameter]
        public string Src { get; set; } = "";

        [Parameter]
        public string How { get; set; } = "";

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            builder.OpenComponent<Image>(0);
            builder.AddComponentParameter(1, nameof(Image.Src), Src);
            builder.AddComponentParameter(2, nameof(Image.Alt), "");
            if (How is not "plain")
            {
                builder.AddComponentParameter(3, nameof(Image.Width), (int?)300);
                builder.AddComponentParameter(4, nameof(Image.Height), (int?)200);
            }

            if (How is "blurred")
            {
                builder.AddComponentParameter(5, nameof(Image.Placeholder), ImagePlaceholder.Blur);
            }

            builder.CloseComponent();
        }
    }
}
