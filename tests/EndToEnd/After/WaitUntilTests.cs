using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Perennial.After;

namespace Perennial.EndToEnd.After;

/// <summary>A host that freezes the process between requests, and must be told what it has to wait for.</summary>
public sealed class WaitUntilTests
{
    private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<string, Host> _hosts = new(StringComparer.Ordinal);

    [Fact]
    public async Task Each_request_tells_its_own_host_what_is_pending()
    {
        await using var site = await StartAsync(app => app.MapGet("/{name}", (string name, IAfterResponse after) =>
        {
            after.Run(async (_, _) =>
            {
                await (name is "slow" ? _go.Task : Task.CompletedTask);
                throw new InvalidOperationException("the host hears nothing of it");
            });
            return "";
        }));

        await site.TextAsync("/slow");
        await site.TextAsync("/quick");

        await Assert.Single(_hosts["/quick"].Pending).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        var slow = Assert.Single(_hosts["/slow"].Pending);
        Assert.False(slow.IsCompleted);
        _go.SetResult();
        await slow.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Work_that_registers_more_work_hands_it_over_before_it_ends()
    {
        await using var site = await StartAsync(app => app.MapGet("/", (IAfterResponse after) =>
        {
            after.Run((services, _) =>
            {
                services.GetRequiredService<IAfterResponse>().Run(async (_, _) => await _go.Task);
                return Task.CompletedTask;
            });
            return "";
        }));

        await site.TextAsync("/");

        var host = _hosts["/"];
        await Eventually.IsTrueAsync(() => Task.FromResult(host.Pending.Count == 2));
        await Eventually.IsTrueAsync(() => Task.FromResult(host.Pending.First().IsCompleted));
        Assert.False(host.Pending.Last().IsCompleted);
        _go.SetResult();
        await Task.WhenAll(host.Pending).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_host_does_not_wait_for_work_that_was_refused()
    {
        await using var site = await StartAsync(
            static app => app.MapGet("/", static (IAfterResponse after) => $"{after.Run(Nothing)} {after.Run(Nothing)}"),
            static options => options.After.MaxQueued = 1);

        Assert.Equal("True False", await site.TextAsync("/"));

        Assert.Equal(2, _hosts["/"].Pending.Count);
        await Task.WhenAll(_hosts["/"].Pending).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    private static Task Nothing(IServiceProvider services, CancellationToken cancellationToken) => Task.CompletedTask;

    private Task<TestSite> StartAsync(Action<WebApplication> map, Action<PerennialOptions>? options = null) => TestSite.StartAsync(
        map,
        use: app =>
        {
            app.Use((context, next) =>
            {
                context.Features.Set<IWaitUntilFeature>(_hosts.GetOrAdd(context.Request.Path.Value!, static _ => new()));
                return next(context);
            });
            app.UsePerennial();
        },
        options: options);

    private sealed class Host : IWaitUntilFeature
    {
        public ConcurrentQueue<Task> Pending { get; } = new();

        public void WaitUntil(Task pending) => Pending.Enqueue(pending);
    }
}
