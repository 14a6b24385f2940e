using Perennial.Caching;
using Perennial.Caching.Files;

namespace Perennial.Tests.Caching.Files;

public sealed class BuiltStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Warming_up_where_nothing_was_built_is_no_error() =>
        Assert.Null(await Record.ExceptionAsync(() => new BuiltStore(_folder.At("nowhere"), TimeProvider.System).WarmAsync(CancellationToken.None)));

    [Fact]
    public async Task Warming_up_on_a_damaged_file_is_no_error_and_counts_no_fault()
    {
        Directory.CreateDirectory(_folder.At("ab"));
        await File.WriteAllTextAsync(_folder.At("ab", new string('a', 64) + EntryName.Extension), "torn", TestContext.Current.CancellationToken);
        var store = new BuiltStore(_folder.Path, TimeProvider.System);

        await store.WarmAsync(CancellationToken.None);

        Assert.Equal(0, store.Faults);
    }

    [Fact]
    public async Task A_built_entry_is_read_and_a_damaged_one_is_a_miss_that_is_counted()
    {
        var (key, store) = (Some.Key("/a"), new BuiltStore(_folder.Path, TimeProvider.System));
        await new BuiltStoreWriter(_folder.Path).WriteAsync(key, Some.Entry(), CancellationToken.None);
        Assert.NotNull(await store.EntryAsync(key, CacheKind.Component, CancellationToken.None));

        var file = Directory.EnumerateFiles(_folder.Path, "*.page", SearchOption.AllDirectories).Single();
        await File.AppendAllTextAsync(file, "more", TestContext.Current.CancellationToken);

        Assert.Null(await store.EntryAsync(key, CacheKind.Component, CancellationToken.None));
        Assert.Equal(1, store.Faults);
    }

    [Fact]
    public async Task Damaged_entries_are_told_once_for_the_folder()
    {
        var logger = new CollectingLogger<BuiltStore>();
        var store = new BuiltStore(_folder.Path, TimeProvider.System, logger: logger);
        foreach (var key in new[] { Some.Key("/a"), Some.Key("/b") })
        {
            await new BuiltStoreWriter(_folder.Path).WriteAsync(key, Some.Entry(), CancellationToken.None);
        }

        foreach (var file in Directory.EnumerateFiles(_folder.Path, "*.page", SearchOption.AllDirectories))
        {
            await File.AppendAllTextAsync(file, "more", TestContext.Current.CancellationToken);
        }

        await store.GetAsync(Some.Key("/a"), CacheKind.Component, CancellationToken.None);
        await store.GetAsync(Some.Key("/b"), CacheKind.Component, CancellationToken.None);

        Assert.Equal(2, store.Faults);
        Assert.Equal([1514], logger.Events);
        Assert.Contains(_folder.Path, logger.Texts.Single(), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
