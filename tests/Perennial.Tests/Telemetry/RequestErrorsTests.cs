using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Perennial.Telemetry;
using Perennial.Tests.Caching;

namespace Perennial.Tests.Telemetry;

public sealed class RequestErrorsTests
{
    private static readonly RequestErrorContext Somewhere = new("/page", RequestErrorKind.Endpoint, RequestErrorReason.Request, IsKept: false);

    private readonly CollectingLogger<RequestErrors> _log = new();
    private readonly FakeTimeProvider _time = new();
    private readonly PerennialMeter _meter = new(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());

    [Fact]
    public async Task Before_registration_nobody_is_told()
    {
        var monitor = new Monitor(static _ => Task.CompletedTask);
        var errors = new RequestErrors(Made(monitor), _meter, _time, _log);

        errors.Report(new InvalidOperationException("early"), new("GET", "/"), Somewhere);
        await errors.DrainAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, monitor.Calls);
    }

    [Fact]
    public async Task The_same_error_is_told_once_for_a_request_and_again_for_the_next()
    {
        var monitor = new Monitor(static _ => Task.CompletedTask);
        var errors = await RegisteredAsync(monitor);
        var error = new InvalidOperationException("kept in a faulted task");

        foreach (var request in (HttpContext[])[new DefaultHttpContext(), new DefaultHttpContext()])
        {
            errors.Report(request, error, "/", Somewhere);
            errors.Report(request, error, "/", Somewhere);
        }

        await errors.DrainAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, monitor.Calls);
    }

    [Fact]
    public async Task One_that_throws_does_not_keep_the_news_from_the_next()
    {
        var next = new Monitor(static _ => Task.CompletedTask);
        var errors = await RegisteredAsync(new Monitor(static _ => throw new InvalidOperationException("no collector")), next);

        errors.Report(new InvalidOperationException("no data"), new("GET", "/"), Somewhere);
        await errors.DrainAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, next.Calls);
        Assert.Equal([1391], _log.Events);
    }

    [Fact]
    public async Task One_that_hangs_is_left_behind_after_five_seconds()
    {
        var next = new Monitor(static _ => Task.CompletedTask);
        var hanging = new Monitor(static _ => new TaskCompletionSource().Task);
        var errors = await RegisteredAsync(hanging, next);

        errors.Report(new InvalidOperationException("no data"), new("GET", "/"), Somewhere);
        await Eventually.IsTrueAsync(() => hanging.Calls == 1);
        Assert.Equal(0, next.Calls);
        await Eventually.IsTrueAsync(() =>
        {
            _time.Advance(RequestErrors.ReportTimeout);
            return next.Calls == 1;
        });
    }

    [Fact]
    public async Task A_flood_is_told_in_part_and_said_once()
    {
        var release = new TaskCompletionSource();
        var monitor = new Monitor(_ => release.Task);
        var errors = await RegisteredAsync(monitor);

        for (var i = 0; i < RequestErrors.Limit * 3; i++)
        {
            errors.Report(new InvalidOperationException("no data"), new("GET", "/"), Somewhere);
        }

        await Eventually.IsTrueAsync(() => monitor.Calls == RequestErrors.Limit);
        release.SetResult();
        await errors.DrainAsync(TestContext.Current.CancellationToken);
        Assert.Equal(RequestErrors.Limit, monitor.Calls);
        Assert.Equal([1392], _log.Events);
    }

    [Fact]
    public async Task Who_drains_does_not_wait_for_ever()
    {
        var monitor = new Monitor(static _ => new TaskCompletionSource().Task);
        var errors = await RegisteredAsync(monitor);
        errors.Report(new InvalidOperationException("no data"), new("GET", "/"), Somewhere);
        using var stop = new CancellationTokenSource();

        var drained = errors.DrainAsync(stop.Token);
        await stop.CancelAsync();
        await drained;

        Assert.Equal([1393], _log.Events);
    }

    private static Instrumentations Made(params IInstrumentation[] monitors)
    {
        var services = new ServiceCollection();
        foreach (var monitor in monitors)
        {
            services.AddSingleton(monitor);
        }

        return new(services.BuildServiceProvider(), NullLogger<Instrumentations>.Instance);
    }

    private async Task<RequestErrors> RegisteredAsync(params IInstrumentation[] monitors)
    {
        var instrumentations = Made(monitors);
        await instrumentations.RegisterAsync(TestContext.Current.CancellationToken);
        return new(instrumentations, _meter, _time, _log);
    }

    private sealed class Monitor(Func<CancellationToken, Task> onError) : IInstrumentation
    {
        private int _calls;

        public int Calls => Volatile.Read(ref _calls);

        public Task RegisterAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task OnRequestErrorAsync(
            Exception error, FailedRequest request, RequestErrorContext context, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _calls);
            return onError(cancellationToken);
        }
    }
}
