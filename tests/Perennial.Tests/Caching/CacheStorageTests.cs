using System.Globalization;
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
    [InlineData("superseded/{0}")]
    public async Task A_folder_with_something_unusable_in_it_costs_durability_and_not_the_start(string inTheWay)
    {
        Directory.CreateDirectory(_folder.At("cache", string.Format(CultureInfo.InvariantCulture, inTheWay, SupersededFormat.NameOf("run")), "a folder where a file should be"));
        var options = new CacheOptions { Directory = _folder.At("cache") };
        await using var stores = new FolderStores(options, ImageQuota.None, TimeProvider.System, NullLoggerFactory.Instance);
        await using var storage = new CacheStorage(options, TimeProvider.System, NullLoggerFactory.Instance);

        await storage.OpenAsync(
            folder => stores.OpenAsync(folder, new("run", _folder.At("built")), own: null, default), stores.AttachAsync, default);

        Assert.False(storage.Ledger.Status.IsDurable);
        Assert.Null(await storage.Store.EntryAsync(Some.Key("x"), CacheKind.Component, default));
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

            Assert.True(storage.Ledger.Status.IsDurable);
            Assert.Equal(start, storage.Ledger.Position.Number);
            await storage.Ledger.StampAsync(["a"], InvalidationKind.Expire, default);
        }
    }

    [Theory]
    [InlineData("a", "a", "a", false)]
    [InlineData("a", "b", "a", true)]
    [InlineData("a", "b", "b", false)]
    public async Task Other_code_that_would_read_what_was_kept_begins_an_epoch_first(string id, string keptBy, string servedBy, bool isOther)
    {
        var first = await PositionAsync(new(id, keptBy));
        await PositionAsync(new("another-id", "another-code"));

        var then = await PositionAsync(new(id, servedBy));

        Assert.Equal(isOther, first.Epoch != then.Epoch);
        Assert.Equal(then.Epoch, (await PositionAsync(new(id, servedBy))).Epoch);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a\n")]
    [InlineData("a b c\n")]
    public async Task A_note_of_the_code_that_is_damaged_may_have_said_anything(string note)
    {
        var first = await PositionAsync(new("id", "code"));
        await File.WriteAllTextAsync(_folder.At("cache", "code"), note, TestContext.Current.CancellationToken);

        Assert.NotEqual(first.Epoch, (await PositionAsync(new("id", "code"))).Epoch);
    }

    [Fact]
    public async Task The_code_of_a_hundred_ids_is_remembered()
    {
        for (var i = 0; i < 120; i++)
        {
            await PositionAsync(new($"id-{i}", "code"));
        }

        var notes = CodeHistory.Parse(await File.ReadAllTextAsync(_folder.At("cache", "code"), TestContext.Current.CancellationToken))!;
        Assert.Equal((100, "id-119", "id-20"), (notes.Count, notes[0].KeyId, notes[^1].KeyId));
    }

    private async Task<LedgerPosition> PositionAsync(CodeVersion code)
    {
        var options = new CacheOptions { Directory = _folder.At("cache") };
        await using var stores = new FolderStores(options, ImageQuota.None, TimeProvider.System, NullLoggerFactory.Instance);
        await using var storage = new CacheStorage(options, TimeProvider.System, NullLoggerFactory.Instance) { Code = code };
        await storage.OpenAsync(folder => stores.OpenAsync(folder, built: null, own: null, default), stores.AttachAsync, default);
        Assert.True(storage.Ledger.Status.IsDurable);
        return storage.Ledger.Position;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_host_that_was_disposed_may_be_told_to_stop_once_more(bool isHeld)
    {
        var options = new CacheOptions { Directory = _folder.At("cache") };
        using var other = isHeld ? null : (await CacheFolder.OpenAsync(options.Directory, default)).Folder;
        await using var stores = new FolderStores(options, ImageQuota.None, TimeProvider.System, NullLoggerFactory.Instance);
        await using var storage = new CacheStorage(options, TimeProvider.System, NullLoggerFactory.Instance);
        await storage.OpenAsync(folder => stores.OpenAsync(folder, built: null, own: null, default), stores.AttachAsync, default);
        Assert.Equal(isHeld, storage.InMemoryBecause is null);

        await storage.DisposeAsync();
        await storage.EndAsync();
        await storage.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();
}
