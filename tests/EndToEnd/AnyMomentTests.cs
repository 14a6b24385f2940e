using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Perennial.Caching;

namespace Perennial.EndToEnd;

/// <summary>Services that the host makes and starts before the cache is open take ours, and call them at once.</summary>
public sealed class AnyMomentTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly Dictionary<string, CacheTag> Tags = new()
    {
        ["a tag"] = "list",
        ["a path"] = CacheTag.Path("/page"),
        ["a route"] = CacheTag.Route("/page"),
        ["all"] = CacheTag.All,
    };

    public static TheoryData<string, string> MomentsAndTags =>
    [
        .. new[] { "before Run", "StartingAsync", "StartAsync", "ExecuteAsync", "StartedAsync" }
            .SelectMany(static _ => Tags.Keys, static (moment, tag) => new TheoryDataRow<string, string>(moment, tag)),
    ];

    [Theory, MemberData(nameof(MomentsAndTags))]
    public async Task A_page_of_the_last_run_is_expired_at_any_moment_of_the_start(string moment, string tag)
    {
        var (folder, old) = await LastRunAsync();
        var call = new Call(moment, revalidator => revalidator.ExpireAsync(Tags[tag], TestContext.Current.CancellationToken));
        await using var site = await StartAsync(call, folder);

        await call.IsDoneAsync();

        Assert.NotEqual(old, await site.TextAsync("/page"));
    }

    [Theory]
    [InlineData("ExecuteAsync")]
    [InlineData("StartedAsync")]
    public async Task A_page_is_regenerated_by_what_runs_beside_the_start(string moment)
    {
        var (folder, old) = await LastRunAsync();
        var call = new Call(moment, static revalidator => revalidator.RegenerateAsync("/page", TestContext.Current.CancellationToken));
        await using var site = await StartAsync(call, folder);

        await call.IsDoneAsync();

        using var page = await site.GetAsync("/page");
        Assert.StartsWith("Perennial; hit", string.Join(' ', page.Headers.GetValues("Cache-Status")), StringComparison.Ordinal);
        Assert.NotEqual(old, await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_regeneration_that_the_start_waits_for_ends_with_an_error_in_place_of_never()
    {
        var time = new FakeTimeProvider();
        var call = new Call("StartAsync", static revalidator => revalidator.RegenerateAsync("/page", TestContext.Current.CancellationToken));
        var start = StartAsync(call, null, builder => builder.Services.AddSingleton<TimeProvider>(time));
        await Eventually.IsTrueAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(61));
            return Task.FromResult(start.IsCompleted);
        });

        Assert.Equal("PER2111", (await Assert.ThrowsAsync<PerennialException>(() => start)).Code);
    }

    [Fact]
    public async Task What_was_said_before_the_start_is_durable()
    {
        Invalidation? receipt = null;
        var call = new Call("before Run", async revalidator => receipt = await revalidator.RevalidateAsync("list", TestContext.Current.CancellationToken));
        await using var site = await StartAsync(call, null);

        await call.IsDoneAsync();

        Assert.True(receipt!.IsDurable);
    }

    [Fact]
    public async Task Every_service_of_ours_is_made_before_the_app_has_started()
    {
        List<string> failed = [];
        IReadOnlyList<ServiceDescriptor> all = [];
        await using var site = await TestSite.StartAsync(
            app =>
            {
                foreach (var type in all.Where(IsForApps).Select(static service => service.ServiceType).Distinct())
                {
                    try
                    {
                        // From the root, as a singleton's constructor gets it; Development checks that nothing scoped is among it.
                        _ = app.Services.GetServices(type).ToList();
                    }
                    catch (Exception error) when (error is InvalidOperationException or PerennialException)
                    {
                        failed.Add($"{type}: {error.Message}");
                    }
                }
            },
            builder => all = [.. builder.Services],
            environment: "Development");

        Assert.Empty(failed);
    }

    private static bool IsForApps(ServiceDescriptor service) =>
        !service.IsKeyedService && service.ServiceType is { IsVisible: true, ContainsGenericParameters: false } type
        && type.Assembly == typeof(IRevalidator).Assembly
        && !type.IsDefined(typeof(ExperimentalAttribute), inherit: false);

    private static async Task<(string Folder, string Text)> LastRunAsync()
    {
        await using var site = await TestSite.StartAsync(Map);
        var text = await site.TextAsync("/page");
        return (await site.StopAsync(), text);
    }

    private static Task<TestSite> StartAsync(Call call, string? folder, Action<WebApplicationBuilder>? services = null) => TestSite.StartAsync(
        app =>
        {
            Map(app);
            _ = call.Make(app.Services.GetRequiredService<IRevalidator>(), "before Run");
        },
        builder =>
        {
            // In front of everything that AddPerennial has added.
            builder.Services.Insert(0, ServiceDescriptor.Singleton<IHostedService>(
                services => new Worker(services.GetRequiredService<IRevalidator>(), call)));
            services?.Invoke(builder);
        },
        folder: folder).WaitAsync(Patience, TestContext.Current.CancellationToken);

    private static void Map(WebApplication app)
    {
        var run = Guid.NewGuid().ToString();
        app.MapGet("/page", () => run).Prerender(tags: ["list"]);
    }

    /// <summary>One call of one moment.</summary>
    private sealed class Call(string moment, Func<IRevalidator, Task> call)
    {
        private readonly TaskCompletionSource<Task> _made = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Make(IRevalidator revalidator, string now)
        {
            if (now != moment)
            {
                return Task.CompletedTask;
            }

            var made = call(revalidator);
            _made.SetResult(made);
            return made;
        }

        public async Task IsDoneAsync() =>
            await (await _made.Task.WaitAsync(Patience, TestContext.Current.CancellationToken)).WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    private sealed class Worker(IRevalidator revalidator, Call call) : BackgroundService, IHostedLifecycleService
    {
        public Task StartingAsync(CancellationToken cancellationToken) => call.Make(revalidator, "StartingAsync");

        public override async Task StartAsync(CancellationToken cancellationToken)
        {
            await call.Make(revalidator, "StartAsync");
            await base.StartAsync(cancellationToken);
        }

        public Task StartedAsync(CancellationToken cancellationToken) => call.Make(revalidator, "StartedAsync");

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        protected override Task ExecuteAsync(CancellationToken stoppingToken) => call.Make(revalidator, "ExecuteAsync");
    }
}
