using Microsoft.Extensions.Logging.Abstractions;
using Perennial.Caching.Guard;
using Perennial.Testing.Conformance;

namespace Perennial.Tests.Caching.Guard;

/// <summary>The guard, and the adapter of a cache handler behind it, are stores like any other.</summary>
public sealed class GuardedStoreConformanceTests : CacheStoreConformance
{
    public static TheoryData<string> Names => [.. new GuardedStoreConformanceTests().Cases.Select(static each => each.Name)];

    // The handler behind it has none.
    protected override bool HasVersions => false;

    [Theory, MemberData(nameof(Names))]
    public Task Conforms(string name) =>
        Cases.Single(each => each.Name == name).RunAsync(TestContext.Current.CancellationToken);

    protected override ValueTask<ICacheStore> CreateAsync(CancellationToken cancellationToken)
    {
        // Long enough for a machine that does many things at once: faults have tests of their own.
        var limit = TimeSpan.FromMinutes(1);
        var options = new CacheOptions { ReadTimeout = limit, WriteTimeout = limit };
        var handler = new CacheHandlerStore(
            new MapHandler(), options, TimeProvider.System, NullLogger<CacheHandlerStore>.Instance);
        return new(new GuardedStore(handler, options, TimeProvider.System, NullLogger<GuardedStore>.Instance));
    }

    private sealed class MapHandler : CacheHandler
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<string, CacheEntry?> _map = new();

        public override ValueTask<CacheEntry?> GetAsync(
            string key, CacheHandlerContext context, CancellationToken cancellationToken) => new(_map.GetValueOrDefault(key));

        public override ValueTask SetAsync(
            string key, CacheEntry? data, CacheHandlerContext context, CancellationToken cancellationToken)
        {
            _map[key] = data;
            return ValueTask.CompletedTask;
        }
    }
}
