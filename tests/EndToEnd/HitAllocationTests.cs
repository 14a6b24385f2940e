using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Images;
using Perennial.Pages;
using Perennial.Pages.Front;

namespace Perennial.EndToEnd;

public sealed class HitAllocationTests
{
    private const int Hits = 10_000;

    // A header dictionary that is not Kestrel's keeps Content-Length as text: a string of 5 digits, 32 bytes. Nothing of
    // ours fits beside it.
    private const int LengthAsText = 32;

    private const string Picture = "/_perennial/image?url=%2Ffern.png&w=640&q=75";
    private const string Browser = "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8";

    [Theory]
    [InlineData(null, null)]
    [InlineData("gzip, deflate, br, zstd", null)]
    [InlineData("br;q=0.5, gzip;q=0.9, *;q=0.1", null)]
    [InlineData("gzip", "*")]
    public async Task A_hit_allocates_next_to_nothing(string? acceptEncoding, string? ifNoneMatch)
    {
        await using var site = await StartAsync();
        await site.TextAsync("/page");
        var front = site.Services.GetRequiredService<FrontTier>();
        var context = Request(acceptEncoding, ifNoneMatch);

        Hit(front, context, 1000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Hit(front, context, Hits);
        var perHit = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Hits;

        Assert.Equal(ifNoneMatch is null ? 200 : 304, context.Response.StatusCode);
        Assert.Equal("Perennial; hit; ttl=60", context.Response.Headers["Cache-Status"]);
        Assert.InRange(perHit, 0, LengthAsText + 1);
    }

    [Fact]
    public async Task A_hit_that_is_counted_allocates_nothing_more()
    {
        await using var site = await StartAsync();
        await site.TextAsync("/page");
        var (front, context, counted) = (site.Services.GetRequiredService<FrontTier>(), Request(null, null), 0L);
        using var listener = new MeterListener();
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => counted += value);
        listener.EnableMeasurementEvents(Assert.Single(Requests(site)));

        Hit(front, context, 1000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Hit(front, context, Hits);
        var perHit = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Hits;

        Assert.Equal(1000 + Hits, counted);
        Assert.InRange(perHit, 0, LengthAsText + 1);
    }

    [Fact]
    public async Task A_kept_picture_allocates_no_more_than_a_page()
    {
        await using var site = await StartAsync();
        using var made = await site.GetAsync(Picture, static request => request.Headers.TryAddWithoutValidation("Accept", Browser));
        var (images, context) = (site.Services.GetRequiredService<ImageTier>(), Request(null, null));
        context.Request.Path = "/_perennial/image";
        context.Request.QueryString = new(Picture[Picture.IndexOf('?', StringComparison.Ordinal)..]);
        context.Request.Headers.Accept = Browser;

        Hit(images.InvokeAsync, context, 1000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Hit(images.InvokeAsync, context, Hits);
        var perHit = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Hits;

        Assert.Equal("Perennial; hit; ttl=14400", context.Response.Headers["Cache-Status"]);
        Assert.InRange(perHit, 0, LengthAsText + 1);
    }

    [Fact]
    public async Task An_app_does_not_pay_for_a_context_accessor_that_it_did_not_ask_for()
    {
        await using var site = await StartAsync();

        Assert.Null(site.Services.GetService<IHttpContextAccessor>());
    }

    private static List<Instrument> Requests(TestSite site)
    {
        var found = new List<Instrument>();
        var factory = site.Services.GetRequiredService<IMeterFactory>();
        using var finder = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Name == "perennial.page.requests" && ReferenceEquals(instrument.Meter.Scope, factory))
                {
                    found.Add(instrument);
                }
            },
        };
        finder.Start();
        return found;
    }

    private static Task<TestSite> StartAsync() => TestSite.StartAsync(
        app =>
        {
            app.MapGet("/page", (HttpContext context) =>
            {
                context.Response.Headers["X-Robots-Tag"] = "noarchive";
                return Results.Content(new string('x', 15_135), "text/html; charset=utf-8");
            }).Revalidate(60);
            app.MapGet("/fern.png", static () => Results.Bytes(Pictures.Png(1200, 800), "image/png"));
        },
        services: static builder => builder.Services.AddSingleton<IImageCodec, LargeCodec>());

    private static DefaultHttpContext Request(string? acceptEncoding, string? ifNoneMatch)
    {
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        context.Request.Method = HttpMethods.Get;
        context.Request.Path = "/page";
        context.Request.Headers.AcceptEncoding = acceptEncoding;
        context.Request.Headers.IfNoneMatch = ifNoneMatch;
        return context;
    }

    private static void Hit(FrontTier front, HttpContext context, int times) =>
        Hit(asked => front.InvokeAsync(asked, static _ => throw new InvalidOperationException("Not answered from memory.")), context, times);

    private static void Hit(Func<HttpContext, Task> answer, HttpContext context, int times)
    {
        for (var i = 0; i < times; i++)
        {
            context.Response.Headers.Clear();
            context.Response.StatusCode = StatusCodes.Status200OK;
            var answered = answer(context);
            Assert.True(answered.IsCompletedSuccessfully);
        }
    }

    private sealed class LargeCodec : IImageCodec
    {
        public Task<ImageResult> EncodeAsync(Stream source, ImageVariant variant, CancellationToken cancellationToken) =>
            Task.FromResult(new ImageResult(new byte[15_135], variant.Format, variant.Width, 1));
    }
}
