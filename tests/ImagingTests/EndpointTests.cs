using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Perennial.Images;

namespace Perennial.ImagingTests;

/// <summary>The whole way: an app that adds the package and nothing else, asked by a browser.</summary>
public sealed class EndpointTests
{
    [Theory]
    [InlineData("image/avif,image/webp,*/*", ImageFormat.WebP)]
    [InlineData("*/*", ImageFormat.Png)]
    public async Task Pictures_are_optimised_without_configuration(string accept, ImageFormat format)
    {
        await using var app = await StartAsync();

        using var response = await app.AskAsync("/photo.png", accept);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(format.MediaType(), response.Content.Headers.ContentType?.MediaType);
        await using var picture = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        Assert.Equal(new ImageInfo(format, 640, 427), await ImageInfo.ReadAsync(picture, default));
    }

    [Fact, Trait("Proves", "S-63")]
    public async Task What_only_says_that_it_is_a_picture_is_refused()
    {
        await using var app = await StartAsync();

        using var response = await app.AskAsync("/lie.png", "image/webp");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Without_libvips_pictures_are_as_they_are_and_the_log_says_so_once()
    {
        await using var app = await StartAsync("libvips-that-is-not-there.so");

        foreach (var accept in (string[])["image/webp", "*/*", "image/webp"])
        {
            using var response = await app.AskAsync("/photo.png", accept);

            Assert.Equal("image/png", response.Content.Headers.ContentType?.MediaType);
            Assert.Equal(OpenCodec.Hard, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        }

        var line = Assert.Single(app.Logger.Of(4050));
        Assert.StartsWith("Pictures are shown as they are, in full size: PER4001 libvips is at none of libvips-that-is-not-there.so", line, StringComparison.Ordinal);
    }

    private static Task<CodecApp> StartAsync(string? library = null) => CodecApp.StartAsync(
        static app =>
        {
            app.MapGet("/photo.png", static () => Results.Bytes(OpenCodec.Hard, "image/png"));
            app.MapGet("/lie.png", static () => Results.Bytes("<svg onload='alert(1)'/>"u8.ToArray(), "image/png"));
        },
        imaging: options => options.Library = library);
}
