using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Caching;

namespace Perennial.EndToEnd;

/// <summary>Who purges a network in front must hear of everything that is in force, whatever becomes of the call or of the others.</summary>
public sealed class InvalidationObserverTests
{
    [Fact]
    public async Task One_that_times_out_costs_neither_the_call_nor_the_others()
    {
        var purge = new Observer(static _ => throw new TaskCanceledException("The request was canceled due to the configured HttpClient.Timeout."));
        var other = new Observer(static _ => Task.CompletedTask);
        await using var site = await StartAsync(purge, other);

        await site.Revalidator.RevalidateAsync("list", TestContext.Current.CancellationToken);

        Assert.Equal(["list"], other.Told);
    }

    [Fact]
    public async Task Whoever_stops_waiting_takes_nothing_back_so_they_are_told()
    {
        using var leaving = new CancellationTokenSource();
        var first = new Observer(async token =>
        {
            await leaving.CancelAsync();
            token.ThrowIfCancellationRequested();
        });
        var second = new Observer(static _ => Task.CompletedTask);
        await using var site = await StartAsync(first, second);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => site.Revalidator.RevalidateAsync("list", leaving.Token));

        await Eventually.IsTrueAsync(() => Task.FromResult(second.Told.Count == 1));
    }

    [Fact]
    public async Task A_regeneration_is_told_too()
    {
        var purge = new Observer(static _ => Task.CompletedTask);
        await using var site = await StartAsync(purge);

        await site.Revalidator.RegenerateAsync("/page", TestContext.Current.CancellationToken);

        Assert.Equal(["path:/page"], purge.Told);
    }

    private static Task<TestSite> StartAsync(params Observer[] observers) => TestSite.StartAsync(
        static app => app.MapGet("/page", static () => "page").Prerender(tags: ["list"]),
        services: builder =>
        {
            foreach (var observer in observers)
            {
                builder.Services.AddSingleton<IInvalidationObserver>(observer);
            }
        });

    private sealed class Observer(Func<CancellationToken, Task> work) : IInvalidationObserver
    {
        private readonly List<string> _told = [];

        public IReadOnlyList<string> Told
        {
            get
            {
                lock (_told)
                {
                    return [.. _told];
                }
            }
        }

        public async ValueTask InvalidatedAsync(
            IReadOnlyCollection<CacheTag> tags, InvalidationKind kind, CancellationToken cancellationToken)
        {
            await work(cancellationToken);
            lock (_told)
            {
                _told.AddRange(tags.Select(static tag => tag.ToString()));
            }
        }
    }
}
