using Microsoft.Extensions.Logging.Abstractions;
using Perennial.Caching;
using Perennial.Caching.Files;
using Perennial.Tests.Caching.Files;

namespace Perennial.Tests.Caching;

public sealed class CacheStorageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("ledger/tags.log")]
    [InlineData("superseded.log")]
    public async Task A_folder_with_something_unusable_in_it_costs_durability_and_not_the_start(string inTheWay)
    {
        Directory.CreateDirectory(_folder.At("cache", inTheWay, "a folder where a file should be"));
        var options = new CacheOptions { Directory = _folder.At("cache") };
        await using var stores = new FolderStores(options, ImageQuota.None, TimeProvider.System, NullLoggerFactory.Instance);
        await using var storage = new CacheStorage(options, TimeProvider.System, NullLoggerFactory.Instance);

        await storage.OpenAsync(
            folder => stores.OpenAsync(folder, ("build", _folder.At("built")), own: null, default), stores.AttachAsync, default);

        Assert.False(storage.Ledger.IsDurable);
        Assert.Null(await storage.Store.GetAsync(Some.Key("x"), CacheKind.Component, default));
    }

    [Fact]
    public async Task A_folder_that_can_be_used_is_durable_and_released_at_the_end()
    {
        var options = new CacheOptions { Directory = _folder.At("cache") };
        for (var start = 0; start < 2; start++)
        {
            await using var stores = new FolderStores(options, ImageQuota.None, TimeProvider.System, NullLoggerFactory.Instance);
            await using var storage = new CacheStorage(options, TimeProvider.System, NullLoggerFactory.Instance);
            await storage.OpenAsync(folder => stores.OpenAsync(folder, built: null, own: null, default), stores.AttachAsync, default);

            Assert.True(storage.Ledger.IsDurable);
            Assert.Equal(start, storage.Ledger.Position.Number);
            await storage.Ledger.StampAsync(["a"], InvalidationKind.Expire, default);
        }
    }

    public void Dispose() => _folder.Dispose();
}
