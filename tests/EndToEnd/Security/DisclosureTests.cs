using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Perennial.EndToEnd.Security;

/// <summary>What error pages and logs give away, and what a visitor can write into them.</summary>
public sealed class DisclosureTests
{
    private static readonly string[] Nasty =
    [
        "/items/%0d%0aGET%20/admin", "/items/%1b%5b31mred", "/items/%00", "/items/%7f", "/items/%c2%85next", "/items/%c2%9b31m", "/items/%0a",
        "/items/%09tab", "/items/a%0db", "/items/%e2%80%a8line", "/items/%e2%80%aertl", "/items/${jndi:ldap://x}", "/items/%25n%25s", "/items/{0}",
        "/items/<script>alert(1)</script>", "/items/..%5c..%5cetc", "/items/%zz", "/items/%c0%af", "/items/%ff", "/items/'%20OR%201=1--",
        "/items/%F0%9F%92%A9", "/items/" + "a%0A" + "b", "/search?q=%0d%0aInjected:1&secret=hunter2", "/search?%0a=%0a",
    ];

    [Fact]
    [Trait("Proves", "S-101")]
    public async Task No_request_writes_a_line_of_its_own_into_our_logs_or_its_secrets()
    {
        using var logs = new Lines();
        await using var site = await TestSite.StartAsync(
            static app =>
            {
                app.MapGet("/items/{name}", static (string name) => name.Contains('a', StringComparison.Ordinal) ? Results.Text(name) : Results.NotFound())
                    .Prerender();
                app.MapGet("/search", static (HttpRequest request) => $"{request.Query["q"]} {request.Cookies["session"]}").Revalidate(60);
            },
            builder => builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs));

        foreach (var target in Nasty)
        {
            for (var i = 0; i < 2; i++)
            {
                var answer = await RawAsync(site, target);
                Assert.DoesNotContain("HTTP/1.1 500", answer, StringComparison.Ordinal);
                Assert.DoesNotContain("\nInjected:", answer.Split("\r\n\r\n")[0], StringComparison.Ordinal);
            }
        }

        await site.Revalidator.ExpireAsync("tag\r\nfake: line", TestContext.Current.CancellationToken);

        Assert.NotEmpty(logs.Ours);
        Assert.DoesNotContain(logs.Ours, static line => line.Text.Any(char.IsControl));
        Assert.DoesNotContain(logs.Ours, static line => line.Text.Contains("hunter2", StringComparison.Ordinal));
        Assert.DoesNotContain(
            logs.Ours, static line => line.Level > LogLevel.Debug && line.Text.Contains("t0psecret", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Proves", "S-50")]
    [Trait("Proves", "S-101")]
    public async Task No_line_of_ours_holds_the_secret_the_slug_or_the_cookie_of_a_preview()
    {
        using var logs = new Lines();
        await using var site = await TestSite.StartAsync(
            static app =>
            {
                app.MapGet("/posts/{slug}", static (string slug) => slug).Prerender();
                Drafts.Editor.MapLinks(app);
            },
            builder => builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs));

        var cookie = await Drafts.Editor.OpenAsync(site);
        foreach (var query in new[] { "secret=hunter2&slug=/posts/s3cret-slug", "secret=MY_SECRET_TOKEN&slug=//s3cret-slug", "secret=MY_SECRET_TOKEN&slug=s3cret-slug%0d%0afake" })
        {
            using var response = await site.GetAsync("/api/draft?" + query);
        }

        using var forged = await Drafts.Editor.SendAsync(site, "__prerender_bypass=hunter2", "/posts/a");
        using var left = await Drafts.Editor.SendAsync(site, cookie, "/api/disable-draft?path=/s3cret-slug");

        Assert.NotEmpty(logs.Ours);
        Assert.DoesNotContain(logs.Ours, line => new[] { "hunter2", Drafts.Editor.Secret, "s3cret-slug", cookie[20..] }
            .Any(secret => line.Text.Contains(secret, StringComparison.Ordinal)));
    }

    [Fact]
    [Trait("Proves", "S-102")]
    public async Task Our_own_errors_say_their_name_and_nothing_else_and_nobody_keeps_them()
    {
        var go = new TaskCompletionSource();
        await using var site = await TestSite.StartAsync(
            app =>
            {
                app.MapGet("/throws", static string () => throw new InvalidOperationException("the password is hunter2")).Prerender();
                app.MapGet("/slow", async () =>
                {
                    await go.Task;
                    return "slow";
                }).Prerender();
                app.MapGet("/page/{name}", static (string name) => name).Prerender();
            });

        var slow = RawAsync(site, "/slow");
        await Eventually.IsTrueAsync(async () =>
        {
            site.Time.Advance(TimeSpan.FromSeconds(10));
            await Task.WhenAny(slow, RawAsync(site, "/page/x"));
            return slow.IsCompleted;
        });

        foreach (var (answer, status) in new[]
        {
            (await RawAsync(site, "/throws"), "500 Internal Server Error"),
            (await RawAsync(site, "/page/%0a"), "400 Bad Request"),
            (await RawAsync(site, "/page/x", "DELETE"), "405 Method Not Allowed"),
            (await slow, "504 Gateway Timeout"),
        })
        {
            Assert.StartsWith("HTTP/1.1 " + status, answer, StringComparison.Ordinal);
            Assert.True(status.StartsWith("500", StringComparison.Ordinal) || answer.Contains("no-store", StringComparison.Ordinal), answer);
            var body = answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
            Assert.Contains(body, new[] { "", status[4..] });
        }

        go.SetResult();
    }

    [Fact]
    [Trait("Proves", "S-102")]
    public async Task An_error_page_of_the_apps_own_is_kept_by_nobody_and_told_nothing_of_ours()
    {
        await using var site = await TestSite.StartAsync(
            static app =>
            {
                app.MapGet("/throws", static string () => throw new InvalidOperationException("the password is hunter2")).Prerender();
                app.Map("/error", static () => "sorry");
            },
            use: static app =>
            {
                app.UseExceptionHandler("/error");
                app.UsePerennial();
            });

        using var response = await site.GetAsync("/throws");

        Assert.Equal((HttpStatusCode.InternalServerError, "sorry"), (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        Assert.Contains("no-store", response.Header("Cache-Control"), StringComparison.Ordinal);
    }

    private static async Task<string> RawAsync(TestSite site, string target, string method = "GET")
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", site.Http.BaseAddress!.Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"{method} {target} HTTP/1.1\r\nHost: a\r\nUser-Agent: \t%0d%0a\r\nCookie: session=t0psecret\r\nConnection: close\r\n\r\n"),
            TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>What our own categories write.</summary>
    private sealed class Lines : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<(LogLevel Level, string Text)> _lines = [];

        public IEnumerable<(LogLevel Level, string Text)> Ours => _lines;

        public ILogger CreateLogger(string categoryName) =>
            categoryName.StartsWith("Perennial", StringComparison.Ordinal) ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue((logLevel, formatter(state, exception)));

        public void Dispose()
        {
        }
    }
}
