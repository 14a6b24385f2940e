using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Perennial.Images;
using Perennial.Imaging;

namespace Perennial.ImagingTests;

public sealed class AddImagingTests
{
    [Fact]
    public async Task An_app_has_no_codec_until_it_adds_one()
    {
        await using var app = Build(static _ => { });
        using var source = new MemoryStream(OpenCodec.Easy);

        var refused = await Assert.ThrowsAsync<ImageRefusedException>(
            () => app.Services.GetRequiredService<IImageCodec>().EncodeAsync(source, new(10, ImageFormat.WebP, 75), default));

        Assert.Equal(ImageRefusal.Unavailable, refused.Refusal);
        Assert.StartsWith("PER4000", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_it_pictures_are_made()
    {
        await using var app = Build(static builder => builder.AddImaging());
        using var source = new MemoryStream(OpenCodec.Easy);

        var made = await app.Services.GetRequiredService<IImageCodec>().EncodeAsync(source, new(10, ImageFormat.WebP, 75), default);

        Assert.Equal(10, made.Width);
    }

    [Fact]
    public async Task Options_come_from_the_configuration_and_then_from_code()
    {
        await using var app = Build(
            static builder => builder.AddImaging(static options => options.QueueLength = 3),
            ("Perennial:Imaging:MaxWorkers", "5"),
            ("Perennial:Imaging:QueueLength", "4"),
            ("Perennial:Imaging:TimeLimit", "00:00:09"),
            ("Perennial:Images:MaxPixels", "99"));

        var options = app.Services.GetRequiredService<ImagingOptions>();
        Assert.Equal((5, 3, TimeSpan.FromSeconds(9)), (options.MaxWorkers, options.QueueLength, options.TimeLimit));
        Assert.Equal(99, app.Services.GetRequiredService<ImageOptions>().MaxPixels);
    }

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once()
    {
        var options = new ImagingOptions { MaxWorkers = 0, QueueLength = -1, MemoryLimit = 1000, WebPEffort = 7, AvifEffort = 10, PngEffort = -1, WaitLimit = TimeSpan.Zero, TimeLimit = TimeSpan.Zero, IdleTime = -TimeSpan.FromSeconds(1) };

        var failures = new ImagingOptionsValidator().Validate(null, options).Failures!.ToList();

        Assert.Equal(9, failures.Count);
        Assert.Equal("PER4010 Perennial:Imaging:MaxWorkers is 0. Give a number from 1 to 256.", failures[0]);
        Assert.True(new ImagingOptionsValidator().Validate(null, new ImagingOptions()).Succeeded);
    }

    [Fact]
    public async Task An_app_with_wrong_options_does_not_start()
    {
        await using var app = Build(static builder => builder.AddImaging(), ("Perennial:Imaging:MaxWorkers", "0"));

        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => app.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("PER4010", failure.Message, StringComparison.Ordinal);
    }

    private static WebApplication Build(Action<PerennialBuilder> add, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(settings.Select(static each => KeyValuePair.Create<string, string?>(each.Key, each.Value)));
        add(builder.AddPerennial(static options => options.SiteUrl = "https://example.com"));
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        return app;
    }
}
