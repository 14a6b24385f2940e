using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Perennial.Images;

namespace Perennial.EndToEnd;

/// <summary>A build of pages that show pictures: what the codec is asked for meanwhile.</summary>
public sealed class ImageBuildTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("perennial-build-").FullName;
    private readonly ConcurrentQueue<int> _widths = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("/plain", 0)]
    [InlineData("/blurred", 1)]
    public async Task The_codec_makes_no_picture_while_pages_are_built_beyond_a_preview_that_is_part_of_one(string page, int previews)
    {
        await using var app = Build(page);

        Assert.Equal(0, await app.RunPerennialAsync());

        Assert.Single(Directory.GetFiles(_folder, "*.page", SearchOption.AllDirectories));
        Assert.Equal(Enumerable.Repeat(8, previews), _widths);
    }

    private WebApplication Build(string page)
    {
        var builder = PerennialApplication.CreateBuilder(["build", "--environment=Production", "--applicationName=Perennial.EndToEnd", "--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        builder.AddPerennial(options =>
        {
            options.SiteUrl = "https://garden.test";
            options.Cache.Directory = Path.Join(_folder, "cache");
            options.Deployment.BuildDirectory = Path.Join(_folder, "build");
            options.Deployment.AssetArchive.Directory = Path.Join(_folder, "assets");
        });
        builder.Services.AddSingleton<IImageCodec>(new NotingCodec(_widths));
        builder.Services.AddRazorComponents();
        var app = builder.Build();
        app.UsePerennial();
        app.MapGet(page, () => new RazorComponentResult<Plate>(new { Placeholder = page is "/blurred" ? ImagePlaceholder.Blur : ImagePlaceholder.Empty })).Prerender();
        app.MapGet("/fern.png", static () => Results.Bytes(Pictures.Png(1200, 800), "image/png"));
        return app;
    }

    private sealed class NotingCodec(ConcurrentQueue<int> widths) : IImageCodec
    {
        public Task<ImageResult> EncodeAsync(Stream source, ImageVariant variant, CancellationToken cancellationToken)
        {
            widths.Enqueue(variant.Width);
            return Task.FromResult(new ImageResult(new byte[] { 1, 2, 3 }, variant.Format, variant.Width, 1));
        }
    }

    private sealed class Plate : ComponentBase
    {
        [Parameter]
        public ImagePlaceholder Placeholder { get; set; }

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            builder.OpenComponent<Image>(0);
            builder.AddComponentParameter(1, nameof(Image.Src), "/fern.png");
            builder.AddComponentParameter(2, nameof(Image.Alt), "A fern");
            builder.AddComponentParameter(3, nameof(Image.Placeholder), Placeholder);
            builder.CloseComponent();
        }
    }
}
