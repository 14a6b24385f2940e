using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Perennial.Caching;
using Perennial.Pages;
using Perennial.Telemetry;

namespace Perennial.EndToEnd.Telemetry;

public sealed class InstrumentationTests
{
    private readonly MonitorNotes _notes = new();

    [Fact]
    public async Task It_is_registered_once_before_the_first_request_and_before_the_apps_own_workers()
    {
        var order = new List<string>();
        _notes.OnRegister = async _ =>
        {
            await Task.Yield();
            order.Add("registered");
        };
        await using var site = await TestSite.StartAsync(
            app => app.MapGet("/", () => string.Join(", ", order)),
            builder => builder.Services.AddSingleton(_notes).AddHostedService(_ => new Note(() => order.Add("worker"))),
            perennial: static perennial => perennial.AddInstrumentation<Monitor>().AddInstrumentation<Monitor>());

        Assert.Equal("registered, worker", await site.TextAsync("/"));
        Assert.Equal("registered, worker", await site.TextAsync("/"));
        Assert.Equal(1, _notes.Registrations);
    }

    [Fact]
    public async Task Several_are_registered_in_the_order_in_which_they_were_added()
    {
        var order = new List<string>();
        _notes.OnRegister = _ =>
        {
            order.Add("monitor");
            return Task.CompletedTask;
        };
        await using var site = await TestSite.StartAsync(
            static _ => { },
            builder => builder.Services.AddSingleton(_notes).AddSingleton(order),
            perennial: static perennial => perennial.AddInstrumentation<First>().AddInstrumentation<Monitor>());

        Assert.Equal(["first", "monitor"], order);
    }

    [Fact]
    public async Task One_that_fails_stops_the_start_with_its_message()
    {
        _notes.OnRegister = static _ => throw new InvalidOperationException("no collector");

        var error = await Assert.ThrowsAsync<PerennialException>(() => StartAsync(static _ => { }));

        Assert.Equal("PER1290", error.Code);
        Assert.Contains("Monitor.RegisterAsync failed, so the server does not start: no collector", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_finds_the_cache_open()
    {
        await using var site = await TestSite.StartAsync(
            static _ => { }, perennial: static perennial => perennial.AddInstrumentation<ForgetsPosts>());

        Assert.Equal(1, site.Services.GetRequiredService<ITagLedger>().Position.Number);
    }

    [Fact]
    public async Task Readiness_begins_after_registration_and_ends_with_the_stop()
    {
        Readiness? readiness = null;
        ReadinessState? meanwhile = null;
        _notes.OnRegister = _ =>
        {
            meanwhile = readiness!.State;
            return Task.CompletedTask;
        };
        await using var site = await TestSite.StartAsync(
            static _ => { },
            builder => builder.Services.AddSingleton(_notes),
            use: app =>
            {
                app.UsePerennial();
                readiness = app.Services.GetRequiredService<Readiness>();
            },
            perennial: static perennial => perennial.AddInstrumentation<Monitor>());

        Assert.Equal((ReadinessState.Starting, ReadinessState.Ready), (meanwhile, readiness!.State));
        site.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        Assert.Equal(ReadinessState.Draining, readiness.State);
    }

    private Task<TestSite> StartAsync(Action<WebApplication> map) => TestSite.StartAsync(
        map,
        builder => builder.Services.AddSingleton(_notes),
        perennial: static perennial => perennial.AddInstrumentation<Monitor>());

    private sealed class First(List<string> order) : IInstrumentation
    {
        public Task RegisterAsync(CancellationToken cancellationToken)
        {
            order.Add("first");
            return Task.CompletedTask;
        }
    }

    private sealed class ForgetsPosts(IRevalidator revalidator) : IInstrumentation
    {
        public Task RegisterAsync(CancellationToken cancellationToken) => revalidator.RevalidateAsync("posts", cancellationToken);
    }

    private sealed class Note(Action start) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            start();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
