using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Perennial.Images;
using Perennial.Imaging;

namespace Perennial.ImagingTests;

/// <summary>The whole way: an app that adds the package and nothing else, asked by a browser.</summary>
public sealed class EndpointTests : IDisposable
{
    private readonly DirectoryInfo _cache = Directory.CreateTempSubdirectory("perennial-imaging-");

    [Theory]
    [InlineData("image/avif,image/webp,*/*", ImageFormat.WebP)]
    [InlineData("*/*", ImageFormat.Png)]
    public async Task Pictures_are_optimised_without_configuration(string accept, ImageFormat format)
    {
        await using var app = Build();
        await app.StartAsync(TestContext.Current.CancellationToken);

        using var response = await AskAsync(app, "/_perennial/image?url=%2Fphoto.png&w=640&q=75", accept);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(format.MediaType(), response.Content.Headers.ContentType?.MediaType);
        await using var picture = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        Assert.Equal(new ImageInfo(format, 640, 427), await ImageInfo.ReadAsync(picture, default));
    }

    [Fact, Trait("Proves", "S-63")]
    public async Task What_only_says_that_it_is_a_picture_is_refused()
    {
        await using var app = Build();
        await app.StartAsync(TestContext.Current.CancellationToken);

        using var response = await AskAsync(app, "/_perennial/image?url=%2Flie.png&w=640&q=75", "image/webp");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    private static async Task<HttpResponseMessage> AskAsync(WebApplication app, string path, string accept)
    {
        using var client = new HttpClient { BaseAddress = new(app.Urls.Single()) };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public void Dispose() => _cache.Delete(recursive: true);

    private WebApplication Build()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.AddPerennial(options =>
        {
            options.SiteUrl = "https://example.com";
            options.Cache.Directory = _cache.FullName;
        }).AddImaging();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.UsePerennial();
        app.MapGet("/photo.png", static () => Results.Bytes(OpenCodec.Hard, "image/png"));
        app.MapGet("/lie.png", static () => Results.Bytes("<svg onload='alert(1)'/>"u8.ToArray(), "image/png"));
        return app;
    }
}
