using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Perennial.Caching;

namespace Perennial.EndToEnd.Telemetry;

/// <summary>F-83: everything that works behind the responses fails at once, and the site goes on.</summary>
public sealed class BackgroundFaultTests
{
    private int _renders;
    private volatile bool _fails;

    [Fact]
    [Trait("Proves", "F-83")]
    public async Task With_store_monitor_log_and_refreshes_failing_the_site_serves_and_recovers()
    {
        var notes = new MonitorNotes { OnError = static _ => throw new InvalidOperationException("no collector") };
        var log = new FailingLog();
        await using var site = await TestSite.StartAsync(
            app => app.MapGet("/page", () =>
            {
                var number = Interlocked.Increment(ref _renders);
                return _fails ? throw new InvalidOperationException("no data") : $"page {number}";
            }).Revalidate(60, tags: ["list"]),
            builder =>
            {
                builder.Logging.AddProvider(log);
                builder.Services.AddSingleton(notes);
            },
            perennial: static perennial => perennial.AddInstrumentation<Monitor>().UseCacheHandler<FailingHandler>());
        Assert.Equal("page 1", await site.TextAsync("/page"));
        (_fails, log.Fails) = (true, true);

        for (var minute = 0; minute < 5; minute++)
        {
            var renders = _renders;
            site.Time.Advance(TimeSpan.FromSeconds(61));
            await Eventually.IsTrueAsync(async () =>
            {
                // A refresh that fails only now rests from now on.
                site.Time.Advance(TimeSpan.FromSeconds(1));
                Assert.Equal("page 1", await site.TextAsync("/page"));
                return _renders > renders;
            });
        }

        Assert.True(log.Thrown > 0);
        _fails = false;
        await Eventually.IsTrueAsync(async () =>
        {
            site.Time.Advance(TimeSpan.FromSeconds(1));
            return await site.TextAsync("/page") != "page 1";
        });
        await site.Revalidator.ExpireAsync("list", TestContext.Current.CancellationToken);
        Assert.Equal($"page {_renders + 1}", await site.TextAsync("/page"));
    }

    private sealed class FailingHandler : CacheHandler
    {
        public override ValueTask<CacheEntry?> GetAsync(string key, CacheHandlerContext context, CancellationToken cancellationToken) => default;

        public override ValueTask SetAsync(string key, CacheEntry? data, CacheHandlerContext context, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("the store is gone");

        public override ValueTask RevalidateTagAsync(IReadOnlyList<string> tags, CancellationToken cancellationToken) => default;
    }

    /// <summary>A log whose warnings throw: those of the background.</summary>
    private sealed class FailingLog : ILoggerProvider, ILogger
    {
        private int _thrown;

        public bool Fails { get; set; }

        public int Thrown => _thrown;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (Fails)
            {
                Interlocked.Increment(ref _thrown);
                throw new InvalidOperationException("the log is gone");
            }
        }

        public void Dispose()
        {
        }
    }
}
