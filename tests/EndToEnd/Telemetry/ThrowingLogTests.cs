using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Perennial.After;
using Perennial.EndToEnd.Forwarding;

namespace Perennial.EndToEnd.Telemetry;

/// <summary>A log that throws whatever it is told: its disk is full, or it was disposed of before the last request.</summary>
public sealed class ThrowingLogTests
{
    private int _renders;

    [Fact]
    public async Task No_request_fails_for_a_line_of_ours()
    {
        await using var site = await StartAsync();

        Assert.Equal("render 1", await site.TextAsync("/page"));
        Assert.Equal("render 1", await site.TextAsync("/page"));
        await site.Revalidator.ExpireAsync("a", TestContext.Current.CancellationToken);
        Assert.Equal("render 2", await site.TextAsync("/page"));
        using var dead = await site.GetAsync("/dead");
        Assert.Equal(HttpStatusCode.BadGateway, dead.StatusCode);
    }

    [Fact]
    public async Task An_old_page_is_shown_where_a_new_one_cannot_be_made()
    {
        await using var site = await StartAsync();
        await site.TextAsync("/page");
        _renders = -1;

        await site.Revalidator.ExpireAsync("a", TestContext.Current.CancellationToken);

        Assert.Equal("render 1", await site.TextAsync("/page"));
    }

    [Fact]
    public async Task Work_after_responses_goes_on_after_more_failures_than_there_are_places()
    {
        await using var site = await StartAsync();
        var after = site.Services.GetRequiredService<IAfterResponse>();
        for (var i = 0; i < 100; i++)
        {
            Assert.True(after.Run(static (_, _) => throw new InvalidOperationException("no")));
        }

        var ran = new TaskCompletionSource();
        Assert.True(after.Run((_, _) =>
        {
            ran.SetResult();
            return Task.CompletedTask;
        }));

        await ran.Task.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
    }

    private Task<TestSite> StartAsync() => TestSite.StartAsync(
        app => app.MapGet("/page", () => _renders < 0 ? throw new InvalidOperationException("no") : $"render {++_renders}").Revalidate(60, tags: ["a"]),
        static builder => builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new Thrower()),
        options: static options => options.Rules.Rewrites.Add("/dead", "http://127.0.0.1:" + Ports.Free()));

    private sealed class Thrower : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => new Line(categoryName.StartsWith("Perennial.", StringComparison.Ordinal));

        public void Dispose()
        {
        }

        private sealed class Line(bool throws) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => throws;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                if (throws)
                {
                    throw new IOException("No space left on device");
                }
            }
        }
    }
}
