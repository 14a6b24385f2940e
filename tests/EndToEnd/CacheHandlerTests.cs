using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Caching;

namespace Perennial.EndToEnd;

public sealed class CacheHandlerTests
{
    [Fact]
    public async Task A_handler_is_reset_before_each_request_that_may_ask_it()
    {
        CountingHandler? handler = null;
        await using var site = await TestSite.StartAsync(
            app =>
            {
                handler = app.Services.GetRequiredService<CountingHandler>();
                app.MapGet("/page", () => "page").Prerender();
            },
            options: static options => options.Cache.MemoryLimit = 0,
            perennial: static perennial => perennial.UseCacheHandler<CountingHandler>());

        await site.TextAsync("/page");
        await site.TextAsync("/page");

        Assert.Equal(["reset", "get", "reset"], handler!.Calls.Take(3));
    }

    private sealed class CountingHandler : CacheHandler
    {
        private readonly List<string> _calls = [];

        public IReadOnlyList<string> Calls
        {
            get
            {
                lock (_calls)
                {
                    return [.. _calls.Where(static call => call is not "set")];
                }
            }
        }

        public override ValueTask<CacheEntry?> GetAsync(string key, CacheHandlerContext context, CancellationToken cancellationToken)
        {
            Note("get");
            return default;
        }

        public override ValueTask SetAsync(
            string key, CacheEntry? data, CacheHandlerContext context, CancellationToken cancellationToken)
        {
            Note("set");
            return default;
        }

        public override void ResetRequestCache() => Note("reset");

        private void Note(string call)
        {
            lock (_calls)
            {
                _calls.Add(call);
            }
        }
    }
}
