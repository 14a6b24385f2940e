using Microsoft.Extensions.Time.Testing;
using Perennial.Caching;
using Perennial.Caching.Files;
using Perennial.Testing.Conformance;

namespace Perennial.Tests.Caching.Files;

public sealed class FileStoreTests : CacheStoreConformance, IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<ICacheStore, (string Path, OpenStore Open)> _open = [];

    public static TheoryData<string> Names => [.. new FileStoreTests().Cases.Select(static each => each.Name)];

    [Theory, MemberData(nameof(Names))]
    public Task Conforms(string name) =>
        Cases.Single(each => each.Name == name).RunAsync(TestContext.Current.CancellationToken);

    [Fact]
    public async Task An_entry_is_there_after_a_restart_with_and_without_the_index()
    {
        await using (var open = await OpenStore.At(_folder.Path))
        {
            await open.Store.SetAsync(Some.Key("x"), Some.Entry(5), default);
        }

        await using var again = await OpenStore.At(_folder.Path);
        Assert.NotNull(await Get(again, "x"));
        await again.Store.Indexed;
        Assert.NotNull(await Get(again, "x"));
        Assert.Equal(1, again.Store.Count);
    }

    [Fact]
    public async Task The_limit_of_files_is_hard_and_the_least_used_goes_first()
    {
        await using var open = await OpenStore.At(_folder.Path, files: 10);
        for (var i = 0; i < 10; i++)
        {
            await open.Store.SetAsync(Some.Key($"{i}"), Some.Entry(i), default);
        }

        Assert.NotNull(await Get(open, "0"));
        await open.Store.SetAsync(Some.Key("10"), Some.Entry(10), default);

        Assert.Equal(10, open.Store.Count);
        Assert.Equal(10, Files().Count);
        Assert.NotNull(await Get(open, "0"));
        Assert.Null(await Get(open, "1"));
    }

    [Fact]
    public async Task The_limit_of_bytes_is_hard_while_many_write()
    {
        const int Limit = 40 * 4096;
        await using var open = await OpenStore.At(_folder.Path, bytes: Limit);
        await open.Store.Indexed;

        await Parallel.ForAsync(0, 300, async (i, token) =>
        {
            await open.Store.SetAsync(Some.Key($"{i % 70}"), Some.Entry(i, size: i % 9 * 1000), token);
            Assert.InRange(open.Store.Bytes, 0, Limit);
        });

        Assert.Equal(open.Store.Count, Files().Count);
        Assert.Equal(open.Store.Bytes, Files().Sum(static file => FileIndex.OnDisk(file.Length)));
    }

    [Fact]
    public async Task An_entry_larger_than_the_disk_limit_takes_only_its_own_older_one_away()
    {
        await using var open = await OpenStore.At(_folder.Path, bytes: 20 * 4096);
        await open.Store.SetAsync(Some.Key("x"), Some.Entry(1), default);
        await open.Store.SetAsync(Some.Key("y"), Some.Entry(1), default);

        await open.Store.SetAsync(Some.Key("x"), Some.Entry(2, size: 30 * 4096), default);

        Assert.Null(await Get(open, "x"));
        Assert.NotNull(await Get(open, "y"));
    }

    [Fact]
    public async Task Limits_that_were_lowered_hold_after_the_next_start()
    {
        var time = new FakeTimeProvider();
        await using (var open = await OpenStore.At(_folder.Path, time: time))
        {
            for (var i = 0; i < 30; i++)
            {
                await open.Store.SetAsync(Some.Key($"{i}"), Some.Entry(i), default);
                File.SetLastWriteTimeUtc(open.PathOf(Some.Key($"{i}")), Some.Now.UtcDateTime.AddMinutes(i is 0 ? 100 : i));
            }
        }

        await using var again = await OpenStore.At(_folder.Path, files: 5, time: time);
        await again.Store.Indexed;

        Assert.Equal(5, Files().Count);
        Assert.NotNull(await Get(again, "0"));
        Assert.NotNull(await Get(again, "29"));
        Assert.Null(await Get(again, "25"));
    }

    [Fact]
    public async Task A_disk_limit_of_zero_keeps_nothing_and_clears_what_was_there()
    {
        await using (var open = await OpenStore.At(_folder.Path))
        {
            await open.Store.SetAsync(Some.Key("x"), Some.Entry(), default);
        }

        await using var off = await OpenStore.At(_folder.Path, bytes: 0);
        Assert.Null(await Get(off, "x"));
        await off.Store.SetAsync(Some.Key("y"), Some.Entry(), default);
        await off.Store.Indexed;
        Assert.Empty(Files());
    }

    [Fact]
    public async Task Not_found_entries_take_the_old_one_away_and_leave_no_file()
    {
        await using var open = await OpenStore.At(_folder.Path);
        await open.Store.SetAsync(Some.Key("x"), Some.Entry(1), default);

        var gone = Some.Entry(2);
        await open.Store.SetAsync(Some.Key("x"), new(gone.Facts with { IsNegative = true }, gone.Sections), default);

        Assert.Null(await Get(open, "x"));
        Assert.Empty(Files());
    }

    [Fact]
    public async Task Temporary_files_of_a_dead_process_are_swept_and_strangers_are_left_alone()
    {
        var shard = Directory.CreateDirectory(_folder.At("entries", "ab")).FullName;
        await File.WriteAllTextAsync(Path.Join(shard, new string('a', 64) + ".page.deadbeef.1.tmp"), "x", default);
        await File.WriteAllTextAsync(Path.Join(shard, "README"), "x", default);

        await using var open = await OpenStore.At(_folder.Path);
        await open.Store.Indexed;

        Assert.Equal(["README"], Directory.GetFiles(shard).Select(Path.GetFileName));
    }

    [Fact, Trait("Proves", "F-16")]
    public async Task Bad_files_are_misses_that_are_counted_and_set_aside()
    {
        await using var open = await OpenStore.At(_folder.Path);
        var whole = EntryFormat.Write(Some.Key("other"), Some.Entry());
        byte[] foreign = [.. whole];
        foreign[4] = 9;
        byte[][] bad = [[], whole[..100], new byte[500], whole, foreign, [.. whole, 1]];
        for (var i = 0; i < bad.Length; i++)
        {
            await open.Store.SetAsync(Some.Key($"{i}"), Some.Entry(), default);
            await File.WriteAllBytesAsync(open.PathOf(Some.Key($"{i}")), bad[i], default);

            Assert.Null(await Get(open, $"{i}"));
            Assert.Null(await Get(open, $"{i}"));
            Assert.False(File.Exists(open.PathOf(Some.Key($"{i}"))));
            Assert.Equal(i + 1, open.Store.Faults);
        }

        Assert.Equal(bad.Length, Directory.GetFiles(open.Folder.Quarantine).Length);
        await open.Store.SetAsync(Some.Key("0"), Some.Entry(3), default);
        Assert.Equal(3, (await Get(open, "0"))!.Facts.Position.Number);
    }

    [Fact, Trait("Proves", "F-16")]
    public async Task Two_files_that_were_swapped_are_both_misses()
    {
        await using var open = await OpenStore.At(_folder.Path);
        await open.Store.SetAsync(Some.Key("x"), Some.Entry(1), default);
        await open.Store.SetAsync(Some.Key("y"), Some.Entry(2), default);
        File.Move(open.PathOf(Some.Key("x")), _folder.At("x"));
        File.Move(open.PathOf(Some.Key("y")), open.PathOf(Some.Key("x")));
        File.Move(_folder.At("x"), open.PathOf(Some.Key("y")));

        Assert.Null(await Get(open, "x"));
        Assert.Null(await Get(open, "y"));
    }

    [Fact]
    public async Task The_quarantine_keeps_the_last_twenty_and_the_log_is_short()
    {
        var log = new LogLines();
        await using var open = await OpenStore.At(_folder.Path, logger: log);
        for (var i = 0; i < 50; i++)
        {
            await open.Store.SetAsync(Some.Key($"{i}"), Some.Entry(), default);
            await File.WriteAllBytesAsync(open.PathOf(Some.Key($"{i}")), new byte[10], default);
            Assert.Null(await Get(open, $"{i}"));
        }

        Assert.Equal(Quarantine.Limit, Directory.GetFiles(open.Folder.Quarantine).Length);
        Assert.Equal(50, open.Store.Faults);
        Assert.Equal(Quarantine.Limit, log.Count(1512));
    }

    [Fact, Trait("Proves", "F-18")]
    public async Task A_folder_that_is_deleted_is_made_again()
    {
        await using var open = await OpenStore.At(_folder.Path);
        await open.Store.SetAsync(Some.Key("x"), Some.Entry(1), default);
        Directory.Delete(_folder.Path, recursive: true);

        Assert.Null(await Get(open, "x"));
        Assert.Equal(0, open.Store.Count);
        await open.Store.SetAsync(Some.Key("x"), Some.Entry(2), default);
        Assert.Equal(2, (await Get(open, "x"))!.Facts.Position.Number);
    }

    [Theory, Trait("Proves", "F-18")]
    [InlineData("cache")]
    [InlineData("cache/entries")]
    [InlineData("cache/entries/SHARD")]
    [InlineData(".")]
    public async Task A_folder_that_is_replaced_by_a_link_is_not_written_through(string replaced)
    {
        var time = new FakeTimeProvider();
        var log = new LogLines();
        await using var open = await OpenStore.At(_folder.At("above", "cache"), time: time, logger: log);
        await open.Store.SetAsync(Some.Key("x"), Some.Entry(1), default);
        await open.Store.Indexed;
        var path = Path.GetFullPath(_folder.At("above", replaced.Replace("SHARD", Some.Key("x").Hash[..2], StringComparison.Ordinal)));
        using var elsewhere = new TemporaryFolder();
        Directory.CreateDirectory(elsewhere.At("cache", "entries", Some.Key("x").Hash[..2]));
        Directory.CreateDirectory(elsewhere.At("entries", Some.Key("x").Hash[..2]));
        Directory.CreateDirectory(elsewhere.At(Some.Key("x").Hash[..2]));
        var before = Tree(elsewhere.Path);
        Directory.Move(path, path + ".moved");
        Directory.CreateSymbolicLink(path, elsewhere.Path);

        await Assert.ThrowsAsync<IOException>(async () => await open.Store.SetAsync(Some.Key("x"), Some.Entry(2), default));
        await Assert.ThrowsAsync<IOException>(async () => await open.Store.SetAsync(Some.Key("x"), Some.Entry(3), default));
        Assert.Equal(before, Tree(elsewhere.Path));
        Assert.Equal(1, log.Count(1510));

        File.Delete(path);
        Directory.Move(path + ".moved", path);
        time.Advance(TimeSpan.FromSeconds(61));
        await open.Store.SetAsync(Some.Key("x"), Some.Entry(4), default);
        Assert.Equal(4, (await Get(open, "x"))!.Facts.Position.Number);
        Assert.Equal(1, log.Count(1511));
    }

    [Fact, Trait("Proves", "F-18")]
    public async Task Nothing_is_deleted_through_a_link()
    {
        await using var open = await OpenStore.At(_folder.At("cache"));
        await open.Store.SetAsync(Some.Key("x"), Some.Entry(1), default);
        await open.Store.Indexed;
        Directory.Move(open.Folder.Entries, _folder.At("precious"));
        Directory.CreateSymbolicLink(open.Folder.Entries, _folder.At("precious"));
        var before = Tree(_folder.At("precious"));

        await Assert.ThrowsAsync<IOException>(async () => await open.Store.RemoveAsync(Some.Key("x"), default));
        await File.WriteAllBytesAsync(open.PathOf(Some.Key("x")), [1, 2, 3], default);
        Assert.Null(await Get(open, "x"));

        Assert.Equal(before, Tree(_folder.At("precious")));
    }

    [Fact]
    public async Task A_removal_that_failed_is_not_taken_for_done_by_the_next_one()
    {
        await using (var open = await OpenStore.At(_folder.At("cache")))
        {
            await open.Store.SetAsync(Some.Key("x"), Some.Entry(1), default);
            await open.Store.Indexed;
            Directory.Move(open.Folder.Entries, _folder.At("moved"));
            Directory.CreateSymbolicLink(open.Folder.Entries, _folder.At("moved"));
            await Assert.ThrowsAsync<IOException>(async () => await open.Store.RemoveAsync(Some.Key("x"), default));
            File.Delete(open.Folder.Entries);
            Directory.Move(_folder.At("moved"), open.Folder.Entries);

            await open.Store.RemoveAsync(Some.Key("x"), default);
        }

        await using var again = await OpenStore.At(_folder.At("cache"));
        Assert.Null(await Get(again, "x"));
    }

    [Fact]
    public async Task A_cache_folder_that_is_a_link_by_configuration_serves()
    {
        Directory.CreateDirectory(_folder.At("volume"));
        Directory.CreateSymbolicLink(_folder.At("link"), _folder.At("volume"));
        await using var open = await OpenStore.At(_folder.At("link", "cache"));

        await open.Store.SetAsync(Some.Key("x"), Some.Entry(1), default);

        Assert.NotNull(await Get(open, "x"));
        Assert.True(Directory.Exists(_folder.At("volume", "cache", "entries")));
    }

    [Fact]
    public async Task After_a_failed_write_writing_pauses_longer_each_time_and_resumes_alone()
    {
        var time = new FakeTimeProvider();
        await using var open = await OpenStore.At(_folder.Path, time: time);
        await open.Store.Indexed;
        Directory.Delete(open.Folder.Entries, recursive: true);
        await File.WriteAllTextAsync(open.Folder.Entries, "in the way", default);

        for (var pause = 1; pause <= 8; pause *= 2)
        {
            await FailsWith("^(?!.*paused)", open);
            await FailsWith("paused", open);
            time.Advance(TimeSpan.FromSeconds(pause - 0.5));
            await FailsWith("paused", open);
            time.Advance(TimeSpan.FromSeconds(0.5));
        }

        File.Delete(open.Folder.Entries);
        await open.Store.SetAsync(Some.Key("x"), Some.Entry(2), default);
        Assert.NotNull(await Get(open, "x"));

        static async Task FailsWith(string words, OpenStore open)
        {
            var e = await Assert.ThrowsAnyAsync<IOException>(async () => await open.Store.SetAsync(Some.Key("x"), Some.Entry(), default));
            Assert.Matches(words, e.Message);
        }
    }

    [Fact]
    public async Task A_use_is_remembered_across_restarts()
    {
        var time = new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(4_000_000_000));
        await using (var open = await OpenStore.At(_folder.Path, time: time))
        {
            await open.Store.SetAsync(Some.Key("x"), Some.Entry(1), default);
            time.Advance(TimeSpan.FromHours(1));
            Assert.NotNull(await Get(open, "x"));
        }

        Assert.Equal(time.GetUtcNow().UtcDateTime, Files().Single().LastWriteTimeUtc);
    }

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, open) in _open.Values)
        {
            await open.DisposeAsync();
        }

        _folder.Dispose();
    }

    protected override async ValueTask<ICacheStore> CreateAsync(CancellationToken cancellationToken) =>
        await Open(_folder.At($"{_open.Count}"));

    protected override async ValueTask<ICacheStore> ReopenAsync(ICacheStore store, CancellationToken cancellationToken)
    {
        var (path, open) = _open[store];
        await open.DisposeAsync();
        return await Open(path);
    }

    private static ValueTask<CacheEntry?> Get(OpenStore open, string key) =>
        open.Store.EntryAsync(Some.Key(key), CacheKind.Component, TestContext.Current.CancellationToken);

    private static string Tree(string folder) => string.Join('\n', Directory
        .EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal));

    private async Task<ICacheStore> Open(string path)
    {
        var open = await OpenStore.At(path);
        _open[open.Store] = (path, open);
        return open.Store;
    }

    private List<FileInfo> Files() => Directory.Exists(_folder.At("entries"))
        ? [.. new DirectoryInfo(_folder.At("entries")).EnumerateFiles("*", SearchOption.AllDirectories)]
        : [];
}
