using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Perennial.Images;
using Perennial.Testing.Pictures;

namespace Perennial.ImagingTests;

/// <summary>An app with pictures that are damaged, unusual or none, and a page for each of them.</summary>
public sealed class DamagedPictures : IAsyncLifetime
{
    private static readonly TestPicture Photo = TestPicture.Photograph(900, 600, 3);

    internal CodecApp App { get; private set; } = null!;

    /// <summary>By name; a test may add some.</summary>
    public ConcurrentDictionary<string, byte[]> Files { get; } = new();

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
            ("whole.avif", (await codec.EncodeAsync(png, 900, ImageFormat.Avif, 60)).Bytes.ToArray()),
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
            ("one-line.png", PngFile.Bomb(20_000_000, 1)),
        ])
        {
            Files[name] = bytes;
        }

        App = await CodecApp.StartAsync(app =>
        {
            app.MapGet("/page", static (string src, string how) =>
                new RazorComponentResult<Shown>(new Dictionary<string, object?> { ["Src"] = src, ["How"] = how }));
            app.MapGet("/coat-of-arms", static () => Results.Text("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", "image/svg+xml"));
            app.MapGet("/{name}", (string name) => Results.Bytes(Files[name], name.EndsWith("html", StringComparison.Ordinal) ? "text/html" : "image/jpeg"));
        });
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();

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
