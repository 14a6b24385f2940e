using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Perennial.Pages;

namespace Perennial.Examples.Webhooks;

/// <summary>The webhook of docs/caching.md, on a site that runs.</summary>
[Trait("Proves", "S-50")]
public sealed class WebhookTests : IAsyncLifetime, ILoggerProvider
{
    private const string Secret = "a-secret-that-nobody-guesses";

    private readonly string _folder = Directory.CreateTempSubdirectory("perennial-").FullName;
    private readonly ConcurrentQueue<string> _lines = [];
    private WebApplication _app = default!;
    private HttpClient _http = default!;
    private int _renders;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddFilter(static (_, _) => true).AddProvider(this);
        builder.Configuration["WebhookSecret"] = Secret;
        builder.AddPerennial(options =>
        {
            options.SiteUrl = "https://example.com";
            options.Cache.Directory = Path.Combine(_folder, "cache");
            options.Deployment.BuildDirectory = Path.Combine(_folder, "build");
        });
        _app = builder.Build();
        _app.UseExceptionHandler(static error => error.Run(static _ => Task.CompletedTask));
        _app.UsePerennial();
        _app.MapGet("/page", () => $"render {Interlocked.Increment(ref _renders)}").Prerender(tags: ["post:7"]);
        _app.MapContentWebhook();
        await _app.StartAsync(TestContext.Current.CancellationToken);
        _http = new() { BaseAddress = new(_app.Urls.Single()) };
        await _http.GetStringAsync(new Uri("/page", UriKind.Relative), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_next_visit_after_a_change_gets_the_new_page_and_the_secret_stands_in_no_log()
    {
        Assert.Equal(HttpStatusCode.NoContent, (await PostAsync(Secret, """["post:7", "posts"]""")).Status);

        Assert.Equal("render 2", await _http.GetStringAsync(new Uri("/page", UriKind.Relative), TestContext.Current.CancellationToken));
        Assert.NotEmpty(_lines);
        Assert.DoesNotContain(_lines, static line => line.Contains(Secret, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("guess")]
    [InlineData("a-secret-that-nobody-guesse")]
    [InlineData("a-secret-that-nobody-guesses,a-secret-that-nobody-guesses")]
    public async Task Without_the_secret_every_answer_is_the_same_whatever_the_body_is(string? secret)
    {
        var answers = new HashSet<(HttpStatusCode, string)>();
        foreach (var body in new[] { """["post:7"]""", "no json", "", new string('x', 100_000) })
        {
            answers.Add(await PostAsync(secret, body));
        }

        Assert.Equal([(HttpStatusCode.Unauthorized, "")], answers);
        Assert.Equal("render 1", await _http.GetStringAsync(new Uri("/page", UriKind.Relative), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, "no json")]
    [InlineData(HttpStatusCode.BadRequest, "")]
    [InlineData(HttpStatusCode.BadRequest, "{}")]
    [InlineData(HttpStatusCode.BadRequest, "[1]")]
    [InlineData(HttpStatusCode.BadRequest, "[null]")]
    [InlineData(HttpStatusCode.BadRequest, """[""]""")]
    [InlineData(HttpStatusCode.NoContent, "[]")]
    [InlineData(HttpStatusCode.NoContent, "null")]
    public async Task What_is_no_list_of_tags_changes_nothing(HttpStatusCode status, string body)
    {
        Assert.Equal(status, (await PostAsync(Secret, body)).Status);
        Assert.Equal("render 1", await _http.GetStringAsync(new Uri("/page", UriKind.Relative), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task More_than_64_KB_or_a_thousand_tags_are_refused_whole()
    {
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await PostAsync(Secret, $"""["post:7", "{new string('x', 64 * 1024)}"]""")).Status);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await PostAsync(Secret, $"""["post:7", "{new string('x', 64 * 1024)}"]""", isChunked: true)).Status);
        var many = string.Join(',', Enumerable.Range(0, 1001).Select(static i => $"\"t{i}\""));
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(Secret, $"[\"post:7\",{many}]")).Status);

        Assert.Equal("render 1", await _http.GetStringAsync(new Uri("/page", UriKind.Relative), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_tag_cannot_stand_for_everything_or_for_a_path()
    {
        // Name spaces are types and not prefixes: what a webhook says is always a tag of the app's own.
        Assert.Equal(HttpStatusCode.NoContent, (await PostAsync(Secret, """["*", "all", "path:/page", "/page"]""")).Status);

        Assert.Equal("render 1", await _http.GetStringAsync(new Uri("/page", UriKind.Relative), TestContext.Current.CancellationToken));
    }

    public ILogger CreateLogger(string categoryName) => new Line(_lines);

    public void Dispose()
    {
    }

    private async Task<(HttpStatusCode Status, string Text)> PostAsync(string? secret, string body, bool isChunked = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/content-changed", UriKind.Relative))
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.TransferEncodingChunked = isChunked;
        if (secret is not null)
        {
            request.Headers.Add("X-Webhook-Secret", secret);
        }

        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private sealed class Line(ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(formatter(state, exception));
    }
}
