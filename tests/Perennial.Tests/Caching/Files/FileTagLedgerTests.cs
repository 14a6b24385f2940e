using Perennial.Caching.Files;
using Perennial.Caching.Ledger;
using Perennial.Testing.Conformance;

namespace Perennial.Tests.Caching.Files;

public sealed class FileTagLedgerTests : TagLedgerConformance, IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<ITagLedger, (string Path, OpenLedger Open)> _open = [];

    public static TheoryData<string> Names => [.. new FileTagLedgerTests().Cases.Select(static each => each.Name)];

    [Theory, MemberData(nameof(Names))]
    public Task Conforms(string name) =>
        Cases.Single(each => each.Name == name).RunAsync(TestContext.Current.CancellationToken);

    [Fact]
    public async Task A_log_cut_at_any_byte_gives_no_wrong_stamp_and_loses_only_what_was_cut()
    {
        var (file, ends) = await WriteLog(stamps: 12);
        var reference = Read(file)!;

        for (var length = 0; length < file.Length; length++)
        {
            var state = Read(file[..length]);
            if (length < ends[0])
            {
                Assert.Null(state);
                continue;
            }

            var whole = ends.Count(end => end <= length) - 1;
            Assert.Equal(reference.Position with { Number = whole }, state!.Position);
            for (var i = 1; i <= 12; i++)
            {
                Assert.Equal(i <= whole ? i : 0, state[CacheTag.User($"t{i}")].StaleFrom);
            }
        }
    }

    [Fact]
    public async Task A_flipped_bit_anywhere_ends_the_epoch_and_never_loses_a_stamp_in_silence()
    {
        var (file, _) = await WriteLog(stamps: 6);

        for (var bit = 0; bit < file.Length * 8; bit++)
        {
            file[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(Read(file));
            file[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.NotNull(Read(file));
    }

    [Fact]
    public async Task Zeros_at_the_end_and_records_out_of_order_end_the_epoch()
    {
        var (file, ends) = await WriteLog(stamps: 3);

        Assert.Null(Read([.. file, 0, 0, 0, 0, 0, 0, 0, 0]));
        Assert.Null(Read([.. file[..ends[0]], .. file[ends[1]..ends[2]], .. file[ends[0]..ends[1]], .. file[ends[2]..]]));
        Assert.Null(Read([.. file[..ends[0]], .. file[ends[1]..]]));
    }

    [Fact]
    public async Task A_torn_tail_is_dropped_and_the_log_goes_on_after_it()
    {
        await using (var open = await OpenLedger.At(_folder.Path))
        {
            await open.Ledger.StampAsync(["a"], InvalidationKind.Expire, default);
        }

        var log = _folder.At("ledger", "tags.log");
        await File.AppendAllBytesAsync(log, new byte[7], TestContext.Current.CancellationToken);
        LedgerPosition position;
        await using (var open = await OpenLedger.At(_folder.Path))
        {
            position = await open.Ledger.StampAsync(["b"], InvalidationKind.Expire, default);
        }

        await using var again = await OpenLedger.At(_folder.Path);
        Assert.Equal(2, position.Number);
        Assert.Equal(position, again.Ledger.Position);
        Assert.Equal((1, 2), (again.Ledger["a"].ExpiredFrom, again.Ledger["b"].ExpiredFrom));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_lost_or_unreadable_log_begins_a_new_epoch(bool isLost)
    {
        Guid before;
        await using (var open = await OpenLedger.At(_folder.Path))
        {
            before = (await open.Ledger.StampAsync(["a"], InvalidationKind.Expire, default)).Epoch;
        }

        var log = _folder.At("ledger", "tags.log");
        if (isLost)
        {
            File.Delete(log);
        }
        else
        {
            await File.WriteAllTextAsync(log, "something else", TestContext.Current.CancellationToken);
        }

        await using var again = await OpenLedger.At(_folder.Path);
        Assert.NotEqual(before, again.Ledger.Position.Epoch);
        Assert.Equal(0, again.Ledger.Position.Number);
        Assert.Equal(!isLost, File.Exists(log + ".unreadable"));
    }

    [Theory]
    [InlineData("file")]
    [InlineData("folder")]
    [InlineData("cut")]
    public async Task A_log_that_is_taken_away_while_open_is_written_anew_before_the_next_acknowledgement(string what)
    {
        LedgerPosition position;
        await using (var open = await OpenLedger.At(_folder.Path))
        {
            await open.Ledger.StampAsync(["a"], InvalidationKind.Expire, default);
            switch (what)
            {
                case "file":
                    File.Delete(open.Folder.LedgerFile);
                    break;
                case "folder":
                    Directory.Delete(_folder.Path, recursive: true);
                    break;
                default:
                    await File.WriteAllBytesAsync(open.Folder.LedgerFile, [], TestContext.Current.CancellationToken);
                    break;
            }

            position = await open.Ledger.StampAsync(["b"], InvalidationKind.Expire, default);
        }

        await using var again = await OpenLedger.At(_folder.Path);
        Assert.Equal(position, again.Ledger.Position);
        Assert.Equal((1, 2), (again.Ledger["a"].ExpiredFrom, again.Ledger["b"].ExpiredFrom));
    }

    [Fact, Trait("Proves", "F-18")]
    public async Task A_failed_write_is_refused_and_not_applied_and_later_ones_are_right()
    {
        LedgerPosition position;
        await using (var open = await OpenLedger.At(_folder.Path))
        {
            await open.Ledger.StampAsync(["a"], InvalidationKind.Expire, default);
            var ledger = _folder.At("ledger");
            using var elsewhere = new TemporaryFolder();
            Directory.Move(ledger, ledger + ".moved");
            Directory.CreateSymbolicLink(ledger, elsewhere.Path);

            var refused = await Assert.ThrowsAsync<PerennialException>(
                async () => await open.Ledger.StampAsync(["b"], InvalidationKind.Expire, default));

            Assert.Equal("PER2110", refused.Code);
            Assert.Equal(default, open.Ledger["b"]);
            Assert.Equal(1, open.Ledger.Position.Number);
            Assert.Empty(Directory.GetFileSystemEntries(elsewhere.Path));
            File.Delete(ledger);
            position = await open.Ledger.StampAsync(["c"], InvalidationKind.Revalidate, default);
        }

        await using var again = await OpenLedger.At(_folder.Path);
        Assert.Equal(position, again.Ledger.Position);
        Assert.Equal(
            (new TagStamps(0, 1), default, new TagStamps(2, 0)), (again.Ledger["a"], again.Ledger["b"], again.Ledger["c"]));
    }

    [Fact]
    public async Task Callers_that_come_together_share_a_write()
    {
        await using var open = await OpenLedger.At(_folder.Path);
        var position = open.Ledger.Position;

        var all = await Task.WhenAll(Enumerable.Range(0, 500)
            .Select(i => open.Ledger.StampAsync([CacheTag.User($"t{i}")], InvalidationKind.Revalidate, default).AsTask()));

        Assert.Equal(500, open.Ledger.Position.Number);
        Assert.InRange(all.Select(static each => each.Number).Distinct().Count(), 1, 250);
    }

    [Fact]
    public async Task A_long_log_is_compacted_and_says_the_same()
    {
        await using (var open = await OpenLedger.At(_folder.Path))
        {
            for (var round = 0; round < 30; round++)
            {
                await open.Ledger.StampAsync(
                    [.. Enumerable.Range(0, 2000).Select(static i => CacheTag.User($"a rather long tag {i}"))],
                    InvalidationKind.Revalidate, default);
            }

            await open.Ledger.StampAsync(["last"], InvalidationKind.Expire, default);
        }

        Assert.InRange(new FileInfo(_folder.At("ledger", "tags.log")).Length, 1, 1024 * 1024);
        await using var again = await OpenLedger.At(_folder.Path);
        Assert.Equal(31, again.Ledger.Position.Number);
        Assert.Equal(new TagStamps(30, 0), again.Ledger["a rather long tag 1999"]);
        Assert.Equal(new TagStamps(0, 31), again.Ledger["last"]);
    }

    [Fact]
    public async Task The_floor_of_forgotten_tags_survives_a_restart()
    {
        TagStamps floor;
        await using (var open = await OpenLedger.At(_folder.Path, tagLimit: 100))
        {
            for (var i = 1; i <= 150; i++)
            {
                await open.Ledger.StampAsync([CacheTag.User($"t{i}")], InvalidationKind.Expire, default);
            }

            floor = open.Ledger.Floor;
        }

        await using var again = await OpenLedger.At(_folder.Path, tagLimit: 100);
        Assert.InRange(floor.ExpiredFrom, 50, 76);
        Assert.True(again.Ledger.Floor.ExpiredFrom >= 50);
        Assert.All(Enumerable.Range(1, 150), i => Assert.True(
            again.Ledger[CacheTag.User($"t{i}")].ExpiredFrom >= i));
    }

    [Fact]
    public async Task A_second_process_is_told_who_holds_the_folder()
    {
        await using var open = await OpenLedger.At(_folder.Path);

        var second = await CacheFolder.OpenAsync(_folder.Path, default);

        Assert.False(second.IsOpen);
        Assert.Contains($"process {Environment.ProcessId}", second.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_a_reason_and_no_exception()
    {
        await File.WriteAllTextAsync(_folder.At("file"), "", TestContext.Current.CancellationToken);

        var result = await CacheFolder.OpenAsync(_folder.At("file", "cache"), default);

        Assert.False(result.IsOpen);
        Assert.Contains(_folder.At("file", "cache"), result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_relative_folder_begins_at_the_app() =>
        Assert.Equal(Path.Join(AppContext.BaseDirectory, ".perennial", "cache"), CacheFolder.Resolve(".perennial/cache"));

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, open) in _open.Values)
        {
            await open.DisposeAsync();
        }

        _folder.Dispose();
    }

    protected override async ValueTask<ITagLedger> CreateAsync(CancellationToken cancellationToken) =>
        await Open(_folder.At(_open.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    protected override async ValueTask<ITagLedger> ReopenAsync(ITagLedger ledger, CancellationToken cancellationToken)
    {
        var (path, open) = _open[ledger];
        await open.DisposeAsync();
        return await Open(path);
    }

    private static LedgerState? Read(byte[] file) => LedgerFormat.Read(file)?.State;

    private async Task<ITagLedger> Open(string path)
    {
        var open = await OpenLedger.At(path);
        _open[open.Ledger] = (path, open);
        return open.Ledger;
    }

    /// <returns>A log of one tag t1, t2… per number, and where each part of it ends.</returns>
    private async Task<(byte[] File, List<int> Ends)> WriteLog(int stamps)
    {
        await using var open = await OpenLedger.At(_folder.Path);
        var log = open.Folder.LedgerFile;
        List<int> ends = [(int)new FileInfo(log).Length];
        for (var i = 1; i <= stamps; i++)
        {
            await open.Ledger.StampAsync([CacheTag.User($"t{i}")], InvalidationKind.Revalidate, default);
            ends.Add((int)new FileInfo(log).Length);
        }

        return (await File.ReadAllBytesAsync(log), ends);
    }
}
