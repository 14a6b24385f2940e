using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Pages;

namespace Perennial.EndToEnd;

public sealed class HitAllocationTests
{
    private const int Hits = 10_000;

    // A header dictionary that is not Kestrel's keeps Content-Length as text: a string of 5 digits, 32 bytes. Nothing of
    // ours fits beside it.
    private const int LengthAsText = 32;

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

    private static Task<TestSite> StartAsync() => TestSite.StartAsync(app => app.MapGet("/page", (HttpContext context) =>
    {
        context.Response.Headers["X-Robots-Tag"] = "noarchive";
        return Results.Content(new string('x', 15_135), "text/html; charset=utf-8");
    }).Revalidate(60));

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

    private static void Hit(FrontTier front, HttpContext context, int times)
    {
        for (var i = 0; i < times; i++)
        {
            context.Response.Headers.Clear();
            context.Response.StatusCode = StatusCodes.Status200OK;
            var answered = front.InvokeAsync(context, static _ => throw new InvalidOperationException("Not answered from memory."));
            Assert.True(answered.IsCompletedSuccessfully);
        }
    }
}
