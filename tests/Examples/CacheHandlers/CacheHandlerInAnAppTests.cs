using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Perennial.Examples.CacheHandlers;

/// <summary>An app whose pages are kept by a handler of its own, with the memory tier off: every hit asks the handler.</summary>
public sealed class CacheHandlerInAnAppTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("perennial-").FullName;
    private readonly HttpClient _visitor = new();
    private int _renders;
    private WebApplication? _app;

    [Fact]
    public async Task Pages_are_kept_in_the_handler_and_forgotten_by_tag()
    {
        await StartAsync<MapCacheHandler>();

        Assert.Equal("render 1", await VisitAsync());
        Assert.Equal("render 1", await VisitAsync());

        await _app!.Services.GetRequiredService<IRevalidator>().RevalidateAsync("posts", TestContext.Current.CancellationToken);

        Assert.Equal("render 2", await VisitAsync());
        Assert.Equal("render 2", await VisitAsync());
    }

    [Fact]
    public async Task A_handler_that_always_throws_costs_renders_and_no_error()
    {
        await StartAsync<ThrowingHandler>();

        Assert.StartsWith("render ", await VisitAsync(), StringComparison.Ordinal);
        Assert.StartsWith("render ", await VisitAsync(), StringComparison.Ordinal);

        await _app!.Services.GetRequiredService<IRevalidator>().RevalidateAsync("posts", TestContext.Current.CancellationToken);

        Assert.StartsWith("render ", await VisitAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handler_that_never_answers_costs_renders_and_no_error()
    {
        await StartAsync<HangingHandler>(TimeSpan.FromMilliseconds(300));

        Assert.StartsWith("render ", await VisitAsync(), StringComparison.Ordinal);
        Assert.StartsWith("render ", await VisitAsync(), StringComparison.Ordinal);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _visitor.Dispose();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task<string> VisitAsync()
    {
        using var response = await _visitor.GetAsync(new Uri("/posts", UriKind.Relative), TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private async Task StartAsync<THandler>(TimeSpan? timeout = null)
        where THandler : CacheHandler
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.AddPerennial(options =>
        {
            options.SiteUrl = "https://example.com";
            options.Cache.Directory = Path.Combine(_folder, "cache");
            options.Cache.MemoryLimit = 0;

            // What a handler that never answers may cost a visit: with the memory tier off, a page is answered when it is
            // kept. A handler that answers has time, since a busy machine is not a handler that hangs.
            options.Cache.ReadTimeout = options.Cache.WriteTimeout = timeout ?? TimeSpan.FromMinutes(1);
        }).UseCacheHandler<THandler>();

        _app = builder.Build();
        _app.UsePerennial();
        _app.MapGet("/posts", () => $"render {Interlocked.Increment(ref _renders)}").Revalidate(60, tags: ["posts"]);
        await _app.StartAsync(TestContext.Current.CancellationToken);
        _visitor.BaseAddress = new Uri(_app.Urls.Single());
    }

    private sealed class ThrowingHandler : CacheHandler
    {
        public override ValueTask<CacheEntry?> GetAsync(
            string key, CacheHandlerContext context, CancellationToken cancellationToken) => throw new IOException("no connection");

        public override ValueTask SetAsync(
            string key, CacheEntry? data, CacheHandlerContext context, CancellationToken cancellationToken) =>
            throw new IOException("no connection");

        public override ValueTask RevalidateTagAsync(IReadOnlyList<string> tags, CancellationToken cancellationToken) =>
            throw new IOException("no connection");

        public override void ResetRequestCache() => throw new IOException("no connection");
    }

    private sealed class HangingHandler : CacheHandler
    {
        public override async ValueTask<CacheEntry?> GetAsync(
            string key, CacheHandlerContext context, CancellationToken cancellationToken)
        {
            await new TaskCompletionSource().Task;
            return null;
        }

        public override async ValueTask SetAsync(
            string key, CacheEntry? data, CacheHandlerContext context, CancellationToken cancellationToken) =>
            await new TaskCompletionSource().Task;
    }
}
