using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Perennial.Images;

namespace Perennial.EndToEnd;

/// <summary>Pictures of another site, on real sockets: slow ones, endless ones, liars, redirects.</summary>
public sealed class RemoteImageTests : IAsyncLifetime
{
    private readonly WebApplication _other;
    private Uri _origin = null!;
    private int _asked;
    private string _askedBy = "";

    public RemoteImageTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _other = builder.Build();
        _other.MapGet("/ok.png", (HttpContext context) =>
        {
            Interlocked.Increment(ref _asked);
            _askedBy = context.Request.Headers.UserAgent.ToString();
            context.Response.Headers.CacheControl = "s-maxage=77777";
            return Results.Bytes(Pictures.Png(100, 100), "image/png");
        });
        _other.MapGet("/to", static (HttpContext context, string url) => Results.Redirect(url));
        _other.MapGet("/again", static () => Results.Redirect("/again"));
        _other.MapGet("/gone", static () => Results.StatusCode(410));
        _other.MapGet("/forbidden", static () => Results.StatusCode(403));
        _other.MapGet("/zipped", static (HttpContext context) =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            return Results.Bytes(new byte[100], "image/png");
        });
        _other.MapGet("/coded", static (HttpContext context, string by, int? size) =>
        {
            context.Response.Headers.ContentEncoding = by;
            using var coded = new MemoryStream();
            using (Stream coder = by switch
            {
                "br" => new BrotliStream(coded, CompressionMode.Compress, leaveOpen: true),
                "deflate" => new ZLibStream(coded, CompressionMode.Compress, leaveOpen: true),
                "gzip" or "GZip" => new GZipStream(coded, CompressionMode.Compress, leaveOpen: true),
                _ => coded,
            })
            {
                coder.Write(size is { } bytes ? new byte[bytes] : Pictures.Png(100, 100));
            }

            return Results.Bytes(coded.ToArray(), "image/png");
        });
        _other.MapGet("/endless", static async (HttpContext context) =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(new byte[65536], context.RequestAborted);
            }
        });
        _other.MapGet("/silent", static (HttpContext context) =>
        {
            var never = new TaskCompletionSource();
            context.RequestAborted.Register(never.SetResult);
            return never.Task;
        });
    }

    public async ValueTask InitializeAsync()
    {
        await _other.StartAsync();
        _origin = new(_other.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public ValueTask DisposeAsync() => _other.DisposeAsync();

    [Fact]
    public async Task A_picture_of_an_allowed_site_is_fetched_once_and_lives_as_long_as_it_says()
    {
        await using var site = await StartAsync();

        var both = await Task.WhenAll(AskAsync(site, "/ok.png"), AskAsync(site, "/ok.png"));

        Assert.All(both, static response => Assert.Equal("public, max-age=77777, must-revalidate", response.Header("Cache-Control")));
        Assert.Equal((1, "Perennial"), (_asked, _askedBy));
    }

    [Fact]
    public async Task A_query_that_no_pattern_allows_is_named_with_the_remedy()
    {
        await using var site = await StartAsync(options =>
        {
            options.Images.RemotePatterns.Clear();
            options.Images.RemotePatterns.Add($"http://127.0.0.1:{_origin.Port}/**");
        });

        using var response = await AskAsync(site, "/ok.png?width=3");

        Assert.Contains("ends with '?**'", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("GZip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task A_picture_that_comes_coded_though_nobody_asked_is_a_picture(string coding)
    {
        await using var site = await StartAsync();

        using var response = await AskAsync(site, "/coded?by=" + coding);

        Assert.Equal((HttpStatusCode.OK, null), (response.StatusCode, response.Header("Content-Encoding")));
    }

    [Theory]
    [InlineData("/forbidden", 307)]
    [InlineData("/zipped", 307)]
    [InlineData("/endless", 307)]
    [InlineData("/again", 307)]
    [InlineData("/to?url=https://elsewhere.test/a.png", 307)]
    [InlineData("/gone", 404)]
    [InlineData("/ok.png", 200)]
    public async Task A_browser_that_shows_a_page_asks_the_other_site_itself_for_what_is_refused_here(string path, int status)
    {
        await using var site = await StartAsync();
        var url = new Uri(_origin, path).AbsoluteUri;

        using var response = await site.GetAsync(
            $"/_perennial/image?url={Uri.EscapeDataString(url)}&w=640&q=75", static request => request.Headers.Add("Sec-Fetch-Dest", "image"));

        Assert.Equal((status, status is 307 ? url : null), ((int)response.StatusCode, response.Header("Location")));
    }

    [Fact]
    public async Task A_redirect_within_the_allowed_sites_is_followed()
    {
        await using var site = await StartAsync();

        using var response = await AskAsync(site, "/to?url=/ok.png");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [Trait("Proves", "S-60")]
    [Trait("Proves", "S-70")]
    [InlineData("/endless", 502)]
    [InlineData("/zipped", 502)]
    [InlineData("/coded?by=gzip&size=2000000", 502)]
    [InlineData("/coded?by=br&size=2000000", 502)]
    [InlineData("/coded?by=zstd", 502)]
    [InlineData("/again", 502)]
    [InlineData("/gone", 404)]
    [InlineData("/forbidden", 400)]
    [InlineData("/to?url=https://elsewhere.test/a.png", 400)]
    [InlineData("/to?url=file:///etc/hostname", 400)]
    [InlineData("/to?url=gopher://127.0.0.1/", 400)]
    public async Task A_source_that_cannot_be_used_is_an_error_that_is_not_kept(string path, int status)
    {
        await using var site = await StartAsync(static options => options.Images.MaxSourceBytes = 1_000_000);

        using var response = await AskAsync(site, path);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Contains("no-store", response.Header("Cache-Control"), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Proves", "S-70")]
    public async Task A_source_that_says_nothing_is_given_up_in_time()
    {
        await using var site = await StartAsync();

        var asked = AskAsync(site, "/silent");
        await Eventually.IsTrueAsync(() =>
        {
            site.Time.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(asked.IsCompleted);
        });

        Assert.Equal(HttpStatusCode.GatewayTimeout, (await asked).StatusCode);
    }

    [Theory]
    [Trait("Proves", "S-60")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 99999999\r\n\r\nabc", 502)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 900\r\n\r\nabc", 502)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 502)]
    [InlineData("HTTP/1.1 308 Permanent Redirect\r\nContent-Length: 0\r\n\r\n", 502)]
    [InlineData("HTTP/1.1 999 What\r\nContent-Length: 0\r\n\r\n", 502)]
    [InlineData("nonsense\r\n\r\n", 502)]
    public async Task A_server_that_lies_harms_only_its_own_picture(string answer, int status)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener, Encoding.ASCII.GetBytes(answer));
        var origin = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        await using var site = await StartAsync(options =>
        {
            options.Images.RemotePatterns.Add(origin + "/**");
            options.Images.MaxSourceBytes = 1_000_000;
        });

        using var response = await AskAsync(site, new Uri(origin + "/a.png"));

        Assert.Equal(status, (int)response.StatusCode);
        await serving;
    }

    [Theory]
    [Trait("Proves", "S-64")]
    [InlineData("127.0.0.1")]
    [InlineData("127.1")]
    [InlineData("0")]
    [InlineData("0.0.0.0")]
    [InlineData("2130706433")]
    [InlineData("0x7f000001")]
    [InlineData("0177.1")]
    [InlineData("[::1]")]
    [InlineData("[::]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("[64:ff9b::7f00:1]")]
    [InlineData("localhost")]
    [InlineData("localhost.")]
    public async Task No_spelling_of_this_machine_is_connected_to(string host)
    {
        await using var site = await StartAsync(
            options =>
            {
                options.Images.AllowPrivateAddresses = false;
                foreach (var allowed in (string[])["127.0.0.1", "0.0.0.0", "localhost"])
                {
                    options.Images.RemotePatterns.Add($"http://{allowed}:{_origin.Port}/**");
                }
            });

        using var response = await AskAsync(site, new Uri($"http://{host}:{_origin.Port}/ok.png"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(0, _asked);
    }

    [Fact]
    [Trait("Proves", "S-64")]
    public async Task An_allowed_site_cannot_send_the_server_to_a_private_address()
    {
        await using var site = await StartAsync(options => options.Images.AllowPrivateAddresses = false);

        using var response = await AskAsync(site, "/ok.png");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(0, _asked);
    }

    [Fact]
    [Trait("Proves", "F-56")]
    public async Task A_source_that_broke_leaves_the_picture_that_was_made_before()
    {
        await using var site = await StartAsync(static options => options.Images.MinimumLifetime = TimeSpan.FromSeconds(1));
        using var first = await AskAsync(site, "/ok.png");
        await _other.StopAsync(TestContext.Current.CancellationToken);
        site.Time.Advance(TimeSpan.FromDays(2));

        using var second = await AskAsync(site, "/ok.png");

        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal(first.Header("ETag"), second.Header("ETag"));
    }

    private Task<TestSite> StartAsync(Action<PerennialOptions>? options = null) => TestSite.StartAsync(
        static _ => { },
        services: static builder => builder.Services.AddSingleton<IImageCodec, EchoingCodec>(),
        options: settings =>
        {
            settings.Images.AllowPrivateAddresses = true;
            settings.Images.RemotePatterns.Add($"http://127.0.0.1:{_origin.Port}/**?**");
            options?.Invoke(settings);
        });

    private Task<HttpResponseMessage> AskAsync(TestSite site, string path) => AskAsync(site, new Uri(_origin, path));

    // OriginalString: a Uri would write "127.1" out.
    private static Task<HttpResponseMessage> AskAsync(TestSite site, Uri url) =>
        site.GetAsync($"/_perennial/image?url={Uri.EscapeDataString(url.OriginalString)}&w=640&q=75");

    private static async Task ServeAsync(TcpListener listener, byte[] answer)
    {
        using var client = await listener.AcceptTcpClientAsync();
        await using var stream = client.GetStream();
        _ = await stream.ReadAsync(new byte[4096]);
        await stream.WriteAsync(answer);
    }

    private sealed class EchoingCodec : IImageCodec
    {
        public Task<ImageResult> EncodeAsync(Stream source, ImageVariant variant, CancellationToken cancellationToken) =>
            Task.FromResult(new ImageResult(new byte[] { 1 }, variant.Format, variant.Width, 1));
    }
}
