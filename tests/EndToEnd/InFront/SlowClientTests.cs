using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Perennial.Caching;

namespace Perennial.EndToEnd.InFront;

/// <summary>Clients that send or read as slowly as they may.</summary>
public sealed class SlowClientTests
{
    private const int Clients = 100;

    private int _renders;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Proves", "S-90")]
    public async Task Headers_that_do_not_end_hold_nobody_up_and_are_cut_off()
    {
        await using var site = await StartAsync(static limits => limits.RequestHeadersTimeout = TimeSpan.FromSeconds(1));
        var connections = await OpenAsync(site, "GET /page HTTP/1.1\r\nHost: a\r\nX: ");

        Assert.Equal(HttpStatusCode.OK, (await site.GetAsync("/page")).StatusCode);

        foreach (var rest in await Task.WhenAll(connections.Select(static connection => connection.RestAsync())))
        {
            Assert.True(rest is "" || rest.StartsWith("HTTP/1.1 408 ", StringComparison.Ordinal), rest);
        }

        connections.ForEach(static connection => connection.Dispose());
    }

    [Fact]
    [Trait("Proves", "S-90")]
    public async Task Bodies_that_do_not_end_hold_nobody_up_and_are_cut_off()
    {
        await using var site = await StartAsync(static limits => limits.MinRequestBodyDataRate = new(1000, TimeSpan.FromSeconds(1.1)));
        var connections = await OpenAsync(site, "POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nx");

        Assert.Equal(HttpStatusCode.OK, (await site.GetAsync("/page")).StatusCode);

        foreach (var rest in await Task.WhenAll(connections.Select(static connection => connection.RestAsync())))
        {
            Assert.True(rest is "" || rest.StartsWith("HTTP/1.1 408 ", StringComparison.Ordinal), rest);
        }

        connections.ForEach(static connection => connection.Dispose());
    }

    [Fact]
    [Trait("Proves", "S-90")]
    public async Task Readers_that_do_not_read_pin_neither_render_nor_entry()
    {
        await using var site = await StartAsync(options: static options => options.Pages.MaxConcurrentRenders = 2);
        await site.TextAsync("/large");
        var connections = await OpenAsync(site, string.Concat(Enumerable.Repeat("GET /large HTTP/1.1\r\nHost: a\r\n\r\n", 20)));

        // The page that they hang on grows back under them, and others are rendered.
        site.Time.Advance(TimeSpan.FromSeconds(61));
        await Eventually.IsTrueAsync(async () => (await site.TextAsync("/large")).StartsWith("2 ", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, (await site.GetAsync("/page")).StatusCode);
        Assert.Equal(2, _renders);
        Assert.InRange(site.Services.GetRequiredService<EntryCache>().Numbers.MemoryBytes, 1, 20_000_000);

        connections.ForEach(static connection => connection.Dispose());
    }

    [Fact]
    public async Task Kestrels_limits_are_ours_where_the_app_says_nothing_and_the_apps_where_it_does()
    {
        await using var ours = await StartAsync();
        await using var apps = await StartAsync(static limits => limits.RequestHeadersTimeout = TimeSpan.FromSeconds(30));

        var options = Kestrel(ours);
        Assert.Equal((TimeSpan.FromSeconds(10), false), (options.Limits.RequestHeadersTimeout, options.AddServerHeader));
        Assert.Equal((32 * 1024, 100, 8 * 1024), (options.Limits.MaxRequestHeadersTotalSize, options.Limits.MaxRequestHeaderCount, options.Limits.MaxRequestLineSize));
        Assert.Equal((30_000_000, 130, 240d), (options.Limits.MaxRequestBodySize, options.Limits.KeepAliveTimeout.TotalSeconds, options.Limits.MinResponseDataRate!.BytesPerSecond));
        Assert.Equal(TimeSpan.FromSeconds(30), Kestrel(apps).Limits.RequestHeadersTimeout);
    }

    [Fact]
    public async Task An_app_may_say_so_before_AddPerennial_too()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.AddServerHeader = true);
        builder.AddPerennial();
        await using var app = builder.Build();

        var kestrel = app.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value;

        Assert.Equal((true, TimeSpan.FromSeconds(10)), (kestrel.AddServerHeader, kestrel.Limits.RequestHeadersTimeout));
    }

    private static KestrelServerOptions Kestrel(TestSite site) => site.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value;

    private static async Task<List<RawConnection>> OpenAsync(TestSite site, string beginning)
    {
        var connections = new List<RawConnection>();
        for (var i = 0; i < Clients; i++)
        {
            var connection = await RawConnection.OpenAsync(site.Http.BaseAddress!);
            await connection.SendAsync(beginning);
            connections.Add(connection);
        }

        return connections;
    }

    private Task<TestSite> StartAsync(Action<KestrelServerLimits>? limits = null, Action<PerennialOptions>? options = null) => TestSite.StartAsync(
        app =>
        {
            app.MapGet("/page", static () => "page").Prerender();
            app.MapGet("/large", () => $"{Interlocked.Increment(ref _renders)} " + new string('x', 1_000_000)).Revalidate(60);
            app.MapPost("/body", static async (HttpContext context) => await context.Request.Body.CopyToAsync(Stream.Null, Stop));
        },
        builder =>
        {
            if (limits is not null)
            {
                builder.WebHost.ConfigureKestrel(kestrel => limits(kestrel.Limits));
            }
        },
        options: options);
}
