using Microsoft.Extensions.Logging.Abstractions;
using Perennial.Caching;
using Perennial.Caching.Files;
using Perennial.Testing.Conformance;
using Perennial.Testing.Faults;

namespace Perennial.Tests.Caching.Files;

public sealed class LayeredStoreTests : CacheStoreConformance, IAsyncLifetime
{
    private const string Run = "run-1";
    private static readonly EntryKey Key = Some.Key("x");
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<ICacheStore, (string Path, Layers Layers)> _open = [];

    public static TheoryData<string> Names => [.. new LayeredStoreTests().Cases.Select(static each => each.Name)];

    private string Built => _folder.At("built");

    [Theory, MemberData(nameof(Names))]
    public Task Conforms(string name) =>
        Cases.Single(each => each.Name == name).RunAsync(TestContext.Current.CancellationToken);

    [Fact]
    public async Task A_built_page_is_served_until_it_is_replaced()
    {
        await Build(Key, number: 0);
        await using var layers = await Layers.At(_folder.At("cache"), Built);

        Assert.Equal(0, await Number(layers, Key));
        await layers.Store.SetAsync(Key, Some.Entry(5), default);

        Assert.Equal(5, await Number(layers, Key));
        Assert.True(File.Exists(EntryName.Of(Key).PathIn(Built)));
    }

    [Fact]
    public async Task A_replaced_built_page_does_not_come_back_when_the_replacement_is_evicted_or_lost()
    {
        await Build(Key, number: 0);
        await using (var layers = await Layers.At(_folder.At("cache"), Built, files: 1))
        {
            await layers.Store.SetAsync(Key, Some.Entry(5), default);
            await layers.Store.SetAsync(Some.Key("other"), Some.Entry(6), default);
            Assert.Null(await Number(layers, Key));
        }

        await using (var again = await Layers.At(_folder.At("cache"), Built))
        {
            Assert.Null(await Number(again, Key));
        }

        Directory.Delete(_folder.At("cache", "entries"), recursive: true);
        await using var third = await Layers.At(_folder.At("cache"), Built);
        Assert.Null(await Number(third, Key));
    }

    [Fact]
    public async Task A_removed_built_page_stays_away()
    {
        await Build(Key, number: 0);
        await using (var layers = await Layers.At(_folder.At("cache"), Built))
        {
            await layers.Store.RemoveAsync(Key, default);
            Assert.Null(await Number(layers, Key));
        }

        await using var again = await Layers.At(_folder.At("cache"), Built);
        Assert.Null(await Number(again, Key));
    }

    [Fact]
    public async Task A_built_page_that_became_not_found_stays_away()
    {
        await Build(Key, number: 0);
        await using var layers = await Layers.At(_folder.At("cache"), Built);
        var gone = Some.Entry(5);

        await layers.Store.SetAsync(Key, new(gone.Facts with { IsNegative = true }, gone.Sections), default);

        Assert.Null(await Number(layers, Key));
    }

    [Fact]
    public async Task The_replacement_is_not_written_when_the_old_page_cannot_be_ruled_out()
    {
        await Build(Key, number: 0);
        await using var layers = await Layers.At(_folder.At("cache"), Built);
        layers.Superseded.Dispose();
        var list = ListOf(Run);
        File.Delete(list);
        Directory.CreateDirectory(list);

        await Assert.ThrowsAsync<IOException>(async () => await layers.Store.SetAsync(Key, Some.Entry(5), default));

        Assert.Equal(0, await Number(layers, Key));
        Directory.Delete(list);
        await layers.Store.SetAsync(Key, Some.Entry(6), default);
        Assert.Equal(6, await Number(layers, Key));
    }

    [Fact]
    public async Task A_failed_write_of_the_replacement_leaves_a_miss_and_not_the_old_page()
    {
        await Build(Key, number: 0);
        await using var layers = await Layers.At(
            _folder.At("cache"), Built, wrap: static store => new FaultyStore(store, static (method, _) => method is "PutAsync"));

        await Assert.ThrowsAsync<IOException>(async () => await layers.Store.SetAsync(Key, Some.Entry(5), default));

        Assert.Null(await Number(layers, Key));
    }

    [Fact]
    public async Task The_list_of_another_run_says_nothing_and_only_built_pages_are_listed()
    {
        await Build(Key, number: 0);
        await using (var layers = await Layers.At(_folder.At("cache"), Built))
        {
            for (var i = 0; i < 20; i++)
            {
                await layers.Store.SetAsync(Some.Key($"{i}"), Some.Entry(i), default);
                await layers.Store.SetAsync(Key, Some.Entry(i), default);
            }

            Assert.Equal(1, layers.Superseded.Count);
            await layers.Store.RemoveAsync(Key, default);
        }

        await using var next = await Layers.At(_folder.At("cache"), Built, run: "run-2");
        Assert.Equal(0, next.Superseded.Count);
        Assert.Equal(0, await Number(next, Key));
    }

    [Fact]
    [Trait("Proves", "H-2")]
    public async Task Who_goes_back_to_an_earlier_build_finds_what_was_made_of_it()
    {
        await Build(Key, number: 0);
        await using (var layers = await Layers.At(_folder.At("cache"), Built))
        {
            await layers.Store.SetAsync(Key, Texts("made", 0, Some.Epoch), default);
        }

        for (var deployment = 0; deployment < 5; deployment++)
        {
            await using var next = await Layers.At(_folder.At("cache"), _folder.At("another build"), run: $"run-{deployment}");
        }

        await using var again = await Layers.At(_folder.At("cache"), Built);
        Assert.Equal("made", await Text(again));
    }

    [Fact]
    public async Task The_lists_of_the_last_runs_are_remembered_and_no_more()
    {
        for (var run = 0; run < 40; run++)
        {
            await using var layers = await Layers.At(_folder.At("cache"), Built, run: $"run-{run}");
        }

        Assert.Equal(21, Directory.EnumerateFiles(_folder.At("cache", "superseded")).Count());
        Assert.True(File.Exists(ListOf("run-39")));
    }

    [Fact]
    public async Task A_page_that_was_built_anew_under_its_key_beats_what_was_made_of_the_earlier_one()
    {
        await Build(Key, number: 0);
        await using (var layers = await Layers.At(_folder.At("cache"), Built))
        {
            await layers.Store.SetAsync(Key, Some.Entry(5), default);
            Assert.Equal(5, await Number(layers, Key));
        }

        await BuildText(5, Some.Epoch);
        await using var next = await Layers.At(_folder.At("cache"), Built, run: "run-2");

        Assert.Equal("built", await Text(next));
    }

    [Theory]
    [InlineData(7, "made")]
    [InlineData(6, "built")]
    [InlineData(5, "built")]
    [Trait("Proves", "H-2")]
    public async Task What_was_made_while_the_build_was_too_is_later_only_by_its_number(long number, string right)
    {
        await using (var layers = await Layers.At(_folder.At("cache"), Built))
        {
            await layers.Runtime.SetAsync(Key, Texts("made", number, Some.Epoch), default);
        }

        await BuildText(6, Some.Epoch);
        await using var next = await Layers.At(_folder.At("cache"), Built);

        Assert.Equal(right, await Text(next));
    }

    [Fact]
    public async Task Numbers_of_two_epochs_say_nothing_of_which_is_later()
    {
        await using var layers = await Layers.At(_folder.At("cache"), Built);
        await layers.Runtime.SetAsync(Key, Texts("made", 100, Guid.NewGuid()), default);

        await BuildText(6, Some.Epoch);

        Assert.Equal("built", await Text(layers));
    }

    [Fact]
    [Trait("Proves", "H-2")]
    public async Task What_a_built_page_stood_in_front_of_does_not_come_out_when_its_replacement_is_lost()
    {
        await using (var earlier = await Layers.At(_folder.At("cache"), Built))
        {
            await earlier.Runtime.SetAsync(Key, Texts("made for the earlier build", 5, Some.Epoch), default);
        }

        await BuildText(6, Some.Epoch);
        await using var layers = await Layers.At(
            _folder.At("cache"), Built, wrap: static store => new FaultyStore(store, static (method, _) => method is "PutAsync"));
        Assert.Equal("built", await Text(layers));

        await Assert.ThrowsAsync<IOException>(async () => await layers.Store.SetAsync(Key, Some.Entry(7), default));

        Assert.Null(await Text(layers));
    }

    [Fact]
    public void A_list_cut_or_flipped_anywhere_never_brings_a_listed_page_back_in_silence()
    {
        EntryName[] names = [.. Enumerable.Range(0, 4).Select(static i => EntryName.Of(Some.Key($"{i}")))];
        var file = SupersededFormat.Write(Run, isEverything: false, names);

        Assert.Equal(names, SupersededFormat.Read(file, Run));
        for (var length = 0; length < file.Length; length++)
        {
            var read = SupersededFormat.Read(file.AsSpan(0, length), Run);
            Assert.Equal(length < 32 ? null : names[..((length - 32) / 40)], read);
        }

        for (var bit = 0; bit < file.Length * 8; bit++)
        {
            file[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(SupersededFormat.Read(file, Run));
            file[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public async Task A_damaged_list_supersedes_everything_until_the_next_run_of_build()
    {
        await Build(Key, number: 0);
        await using (await Layers.At(_folder.At("cache"), Built))
        {
        }

        await File.WriteAllTextAsync(ListOf(Run), "damage", TestContext.Current.CancellationToken);
        for (var start = 0; start < 2; start++)
        {
            await using var damaged = await Layers.At(_folder.At("cache"), Built);
            Assert.Null(await Number(damaged, Key));
        }

        await using var next = await Layers.At(_folder.At("cache"), Built, run: "run-2");
        Assert.Equal(0, await Number(next, Key));
    }

    [Fact]
    public async Task Without_a_folder_the_list_is_kept_in_memory()
    {
        await Build(Key, number: 0);
        using var superseded = SupersededPages.InMemory("build");
        var store = new LayeredStore(new DictionaryStore(), new BuiltStore(Built, TimeProvider.System), superseded);

        await store.RemoveAsync(Key, default);

        Assert.Null(await store.EntryAsync(Key, CacheKind.Component, default));
    }

    [Fact]
    public async Task A_damaged_built_page_is_a_miss_and_the_build_is_left_as_it_is()
    {
        await Build(Key, number: 0);
        await File.WriteAllTextAsync(EntryName.Of(Key).PathIn(Built), "damage", TestContext.Current.CancellationToken);
        var built = new BuiltStore(Built, TimeProvider.System);

        Assert.Null(await built.EntryAsync(Key, CacheKind.Component, default));
        Assert.Equal(1, built.Faults);
        Assert.True(built.Contains(EntryName.Of(Key)));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await built.SetAsync(Key, Some.Entry(), default));
    }

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, layers) in _open.Values)
        {
            await layers.DisposeAsync();
        }

        _folder.Dispose();
    }

    protected override async ValueTask<ICacheStore> CreateAsync(CancellationToken cancellationToken) =>
        await Open(_folder.At($"{_open.Count}"));

    protected override async ValueTask<ICacheStore> ReopenAsync(ICacheStore store, CancellationToken cancellationToken)
    {
        var (path, layers) = _open[store];
        await layers.DisposeAsync();
        return await Open(path);
    }

    private static async Task<long?> Number(Layers layers, EntryKey key) =>
        (await layers.Store.EntryAsync(key, CacheKind.Component, TestContext.Current.CancellationToken))?.Facts.Position.Number;

    private static async Task<string?> Text(Layers layers) =>
        (await layers.Store.EntryAsync(Key, CacheKind.Component, TestContext.Current.CancellationToken)) is not { } entry ? null
        : entry.Sections.Count is 1 ? entry.Text() : "built";

    private string ListOf(string run) => _folder.At("cache", "superseded", SupersededFormat.NameOf(run));

    private static CacheEntry Texts(string text, long number, Guid epoch) => Entries.Entry(text, new(epoch, number));

    private Task BuildText(long number, Guid epoch) => new BuiltStoreWriter(Built).WriteAsync(Key, Texts("built", number, epoch), default);

    private Task Build(EntryKey key, long number) => new BuiltStoreWriter(Built).WriteAsync(key, Some.Entry(number), default);

    private async Task<ICacheStore> Open(string path)
    {
        var layers = await Layers.At(path, Built);
        _open[layers.Store] = (path, layers);
        return layers.Store;
    }

    private sealed record Layers(CacheFolder Folder, FileStore Runtime, SupersededPages Superseded, LayeredStore Store) : IAsyncDisposable
    {
        public static async Task<Layers> At(
            string path, string built, int files = 1000, string run = Run, Func<ICacheStore, ICacheStore>? wrap = null)
        {
            var folder = await CacheFolder.OpenAsync(path, CancellationToken.None);
            Assert.True(folder.IsOpen, folder.Reason);
            var superseded = await SupersededPages.OpenAsync(folder.Folder, run, NullLogger.Instance, CancellationToken.None);
            var runtime = new FileStore(
                folder.Folder, Shelf.Pages(new CacheOptions { DiskFileLimit = files }), TimeProvider.System, NullLogger.Instance);
            var store = new LayeredStore(
                wrap?.Invoke(runtime) ?? runtime, new BuiltStore(built, TimeProvider.System), superseded);
            return new(folder.Folder, runtime, superseded, store);
        }

        public async ValueTask DisposeAsync()
        {
            await Runtime.DisposeAsync();
            Superseded.Dispose();
            Folder.Dispose();
        }
    }
}
