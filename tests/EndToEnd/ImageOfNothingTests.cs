using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Perennial.Images;

namespace Perennial.EndToEnd;

/// <summary>What is asked for as a picture and is none: an answer that says so, and nothing in the log.</summary>
public sealed class ImageOfNothingTests
{
    [Theory]
    [InlineData("/html", 400)]
    [InlineData("/kept-html", 400)]
    [InlineData("/json", 400)]
    [InlineData("/text", 400)]
    [InlineData("/nothing", 400)]
    [InlineData("/redirect", 400)]
    [InlineData("/nowhere", 404)]
    [InlineData("/post", 400)]
    [InlineData("/throws", 400)]
    [InlineData("/throws-late", 400)]
    [InlineData("/kept-throws", 400)]
    [InlineData("/cancels", 400)]
    [InlineData("/aborts", 400)]
    [InlineData("/_perennial/image", 400)]
    [InlineData("/_PERENNIAL/image?url=%2Ffern.png&w=640&q=75", 400)]
    [InlineData("/%5Fperennial/im%61ge", 400)]
    [InlineData("/_perennial%2Fimage", 404)]
    [InlineData("/rewritten", 404)]
    public async Task What_is_no_picture_is_refused_without_a_trace(string url, int status)
    {
        var log = new Lines();
        await using var site = await StartAsync(log);

        foreach (var _ in (int[])[1, 2])
        {
            using var response = await site.GetAsync($"/_perennial/image?url={Uri.EscapeDataString(url)}&w=640&q=75");
            Assert.Equal(status, (int)response.StatusCode);
            Assert.Contains("no-store", response.Header("Cache-Control"), StringComparison.Ordinal);
        }

        Assert.DoesNotContain(log.All, static line => line.Level >= LogLevel.Error || (line.HasError && line.Level > LogLevel.Debug));
    }

    [Theory]
    [InlineData("/html", 307)]
    [InlineData("/redirect", 307)]
    [InlineData("/throws", 307)]
    [InlineData("/mine.png", 307)]
    [InlineData("/drawing", 307)]
    [InlineData("/%C3%A4 and \u00e4", 404)]
    [InlineData("/throws?ä=\"1\"", 307)]
    [InlineData("/nowhere", 404)]
    [InlineData("/../html", 400)]
    [InlineData("//elsewhere.test/a.png", 400)]
    [InlineData("/\\elsewhere.test/a.png", 400)]
    [InlineData("/\t/elsewhere.test/a.png", 400)]
    [InlineData("https://elsewhere.test/a.png", 400)]
    [InlineData("javascript:alert(1)", 400)]
    public async Task A_picture_of_a_page_that_is_refused_leads_to_the_original_if_it_may_be_asked_for(string url, int status)
    {
        await using var site = await StartAsync(new());
        var link = $"/_perennial/image?url={Uri.EscapeDataString(url)}&w=640&q=75";

        using var picture = await site.GetAsync(link, static request => request.Headers.Add("Sec-Fetch-Dest", "image"));
        using var followed = await site.GetAsync(link, static request => request.Headers.Add("Sec-Fetch-Dest", "document"));

        Assert.Equal((status, status is 307 ? 400 : status), ((int)picture.StatusCode, (int)followed.StatusCode));
        Assert.Contains("no-store", picture.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.Equal(status is 307 ? url.Replace("ä=\"1\"", "%C3%A4=%221%22", StringComparison.Ordinal) : null, picture.Header("Location"));
        Assert.Null(followed.Header("Location"));
    }

    [Theory]
    [InlineData("/html")]
    [InlineData("/redirect")]
    [InlineData("/throws")]
    [InlineData("/mine.png")]
    [InlineData("/drawing")]
    public async Task And_a_page_links_to_what_a_browser_makes_of_it_by_itself(string src)
    {
        await using var site = await StartAsync(new());

        Assert.Equal($"{src} {src}", await site.TextAsync("/linked?src=" + src) + " " + await site.TextAsync("/linked?src=" + src));
    }

    private static Task<TestSite> StartAsync(Lines log) => TestSite.StartAsync(
        static app =>
        {
            app.MapGet("/html", static () => Results.Text("<html><img src=x></html>", "text/html"));
            app.MapGet("/kept-html", static () => Results.Text("<html></html>", "text/html")).Revalidate(60);
            app.MapGet("/json", static () => new { Name = "fern" });
            app.MapGet("/text", static () => "fern");
            app.MapGet("/nothing", static () => Results.NoContent());
            app.MapGet("/redirect", static () => Results.Redirect("/html"));
            app.MapPost("/post", static () => "posted");
            app.MapGet("/throws", static string () => throw new InvalidOperationException("no ink"));
            app.MapGet("/throws-late", static async (HttpContext context) =>
            {
                await context.Response.Body.WriteAsync(new byte[10_000]);
                await context.Response.Body.FlushAsync();
                throw new InvalidOperationException("no ink left");
            });
            app.MapGet("/kept-throws", static string () => throw new InvalidOperationException("no ink")).Revalidate(60);
            app.MapGet("/cancels", static string () => throw new OperationCanceledException());
            app.MapGet("/aborts", static (HttpContext context) => context.Abort());
            app.MapGet("/mine.png", static (HttpContext context) =>
            {
                context.Response.Headers.CacheControl = "private";
                return Results.Bytes(Pictures.Png(10, 10), "image/png");
            });
            app.MapGet("/drawing", static () => Results.Text("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", "image/svg+xml"));
            app.MapGet("/linked", static async (string src, ImagePreparer images) =>
            {
                var markup = await images.PrepareAsync(new() { Src = src, Width = 9, Height = 9 }, default);
                return images.Attributes(markup).Single(static pair => pair.Key is "src").Value;
            });
        },
        services: builder =>
        {
            builder.Logging.AddProvider(log);
            builder.Services.AddSingleton<IImageCodec, NoCodec>();
        },
        options: static options =>
        {
            options.Images.LocalPatterns.Add("/**?**");
            options.Rules.Rewrites.Add("/rewritten", "/_perennial/image?url=%2Frewritten&w=640&q=75");
        });

    private sealed class NoCodec : IImageCodec
    {
        public Task<ImageResult> EncodeAsync(Stream source, ImageVariant variant, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Nothing here is a picture.");
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<(LogLevel Level, string Text, bool HasError)> _lines = new();

        public IReadOnlyCollection<(LogLevel Level, string Text, bool HasError)> All => _lines;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue((logLevel, formatter(state, exception), exception is not null));

        public void Dispose()
        {
        }
    }
}
