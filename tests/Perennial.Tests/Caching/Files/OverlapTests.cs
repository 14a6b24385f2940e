using Perennial.Caching.Files;
using Perennial.Caching.Ledger;
using Perennial.Tests.Caching.Files;

namespace Perennial.Tests.Caching.Files;

/// <summary>Two processes and one folder, as in every rolling restart.</summary>
public sealed class OverlapTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly EntryKey _key = Entries.Key("page");

    [Fact]
    public async Task A_process_that_finds_the_folder_held_becomes_durable_when_the_other_has_ended()
    {
        var first = await CacheProcess.StartAsync(_folder.At("cache"));
        await using var second = await CacheProcess.StartAsync(_folder.At("cache"));
        await second.PassesAWhileAsync();
        Assert.Equal((false, false), (second.HoldsFolder, second.Ledger.Status.IsDurable));

        await first.DisposeAsync();
        await second.PassesUntilAsync(() => second.HoldsFolder);

        Assert.True(second.Ledger.Status.IsDurable);
        var third = await CacheFolder.OpenAsync(_folder.At("cache"), default);
        Assert.False(third.IsOpen);
    }

    [Fact]
    public async Task Where_nobody_announced_anything_meanwhile_the_pages_of_the_first_are_fresh_in_the_second_and_its_own_are_not()
    {
        var first = await CacheProcess.StartAsync(_folder.At("cache"));
        var kept = await first.KeepAsync(_key, "t");
        await using var second = await CacheProcess.StartAsync(_folder.At("cache"));
        var own = await second.KeepAsync(Entries.Key("own"), "t");
        Assert.Equal(FreshnessState.Fresh, second.Judge(own));

        var epoch = first.Ledger.Position;
        await first.DisposeAsync();
        await second.PassesUntilAsync(() => second.HoldsFolder);

        Assert.Equal(epoch, second.Ledger.Position);
        Assert.Equal((FreshnessState.Fresh, FreshnessState.Stale), (second.Judge(kept), second.Judge(own)));
        Assert.NotNull(await second.ReadAsync(_key));
        Assert.NotNull(await second.KeepAsync(Entries.Key("new")));
        Assert.NotNull(await second.ReadAsync(Entries.Key("new")));
    }

    [Theory]
    [InlineData(InvalidationKind.Expire)]
    [InlineData(InvalidationKind.Revalidate)]
    public async Task What_was_acknowledged_beside_the_owner_is_in_force_for_the_next_owner(InvalidationKind kind)
    {
        var first = await CacheProcess.StartAsync(_folder.At("cache"));
        var kept = await first.KeepAsync(_key, "t");
        var second = await CacheProcess.StartAsync(_folder.At("cache"));

        await second.Ledger.StampAsync(["t"], kind, default);
        Assert.True(second.Ledger.Status.IsDurable);

        // Neither of them looks at the folder again: both are gone at once.
        await second.DisposeAsync();
        await first.DisposeAsync();
        await using var third = await CacheProcess.StartAsync(_folder.At("cache"));
        Assert.Equal(kind is InvalidationKind.Expire ? FreshnessState.Expired : FreshnessState.Stale, third.Judge(kept));
        Assert.Equal(FreshnessState.Fresh, third.Judge(await third.KeepAsync(_key, "t")));
    }

    [Theory]
    [InlineData(InvalidationKind.Expire)]
    [InlineData(InvalidationKind.Revalidate)]
    public async Task What_the_owner_acknowledged_is_in_force_for_a_process_that_begins_beside_it(InvalidationKind kind)
    {
        var first = await CacheProcess.StartAsync(_folder.At("cache"));
        var kept = await first.KeepAsync(_key, "t");
        await first.Ledger.StampAsync(["t"], kind, default);

        for (var start = 0; start < 2; start++)
        {
            await using var second = await CacheProcess.StartAsync(_folder.At("cache"));
            Assert.False(second.HoldsFolder);
            Assert.Equal(kind is InvalidationKind.Expire ? FreshnessState.Expired : FreshnessState.Stale, second.Judge(kept));
            Assert.Equal(FreshnessState.Fresh, second.Judge(await second.KeepAsync(Entries.Key("own"), "t")));
        }

        // Nobody acknowledged anything beside it, so its pages stay what they are.
        var renewed = await first.KeepAsync(_key, "t");
        await using var last = await CacheProcess.StartAsync(_folder.At("cache"));
        await first.DisposeAsync();
        await last.PassesUntilAsync(() => last.HoldsFolder);
        Assert.Equal(FreshnessState.Fresh, last.Judge(renewed));
    }

    [Theory]
    [InlineData("ledger.last")]
    [InlineData("superseded")]
    public async Task An_expiry_is_in_force_although_another_file_of_the_folder_cannot_be_used(string broken)
    {
        var first = await CacheProcess.StartAsync(_folder.At("cache"));
        var kept = await first.KeepAsync(_key, "t");
        await first.Ledger.StampAsync(["t"], InvalidationKind.Expire, default);
        await first.DisposeAsync();
        var path = _folder.At("cache", broken);
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }

        File.Delete(path);
        if (broken is "superseded")
        {
            await File.WriteAllTextAsync(path, "a file where a folder should be", TestContext.Current.CancellationToken);
        }
        else
        {
            Directory.CreateDirectory(Path.Join(path, "a folder where a file should be"));
        }

        await using var second = await CacheProcess.StartAsync(_folder.At("cache"));

        Assert.Equal(FreshnessState.Expired, second.Judge(kept));
    }

    [Fact]
    public async Task What_was_acknowledged_beside_the_owner_is_in_force_for_the_owner_that_is_there()
    {
        await using var first = await CacheProcess.StartAsync(_folder.At("cache"));
        await using var second = await CacheProcess.StartAsync(_folder.At("cache"));
        for (var round = 0; round < 3; round++)
        {
            var kept = await first.KeepAsync(_key, "t");
            Assert.Equal(FreshnessState.Fresh, first.Judge(kept));

            await second.Ledger.StampAsync(["t"], InvalidationKind.Expire, default);

            await first.PassesUntilAsync(() => first.Judge(kept) is not FreshnessState.Fresh);
            var epoch = first.Ledger.Position.Epoch;
            await first.PassesAWhileAsync();
            Assert.Equal(epoch, first.Ledger.Position.Epoch);
        }
    }

    [Theory]
    [InlineData("now", false)]
    [InlineData("other.expire", true)]
    public async Task What_is_asked_in_a_folder_whose_lock_was_deleted_is_answered_by_the_process_that_has_it_open(string request, bool isExpired)
    {
        await using var first = await CacheProcess.StartAsync(_folder.At("cache"));
        var kept = await first.KeepAsync(_key, "t");
        File.Delete(CacheFolder.LockIn(_folder.At("cache")));
        await first.PassesAWhileAsync();
        Assert.Equal(FreshnessState.Fresh, first.Judge(kept));

        await File.WriteAllTextAsync(_folder.At("cache", "new-epoch", request), "", TestContext.Current.CancellationToken);

        await first.PassesUntilAsync(() => first.Judge(kept) == (isExpired ? FreshnessState.Expired : FreshnessState.Stale));
        await first.PassesUntilAsync(() => Directory.GetFiles(_folder.At("cache", "new-epoch")) is []);
        Assert.False((await CacheFolder.OpenAsync(_folder.At("cache"), default)).IsOpen);
    }

    [Fact]
    public async Task What_is_asked_in_a_folder_that_another_process_took_is_answered_by_that_one()
    {
        await using var first = await CacheProcess.StartAsync(_folder.At("cache"));
        var kept = await first.KeepAsync(_key, "t");
        File.Delete(CacheFolder.LockIn(_folder.At("cache")));
        await using var second = await CacheProcess.StartAsync(_folder.At("cache"));
        Assert.True(second.HoldsFolder);

        await File.WriteAllTextAsync(_folder.At("cache", "new-epoch", "now"), "", TestContext.Current.CancellationToken);
        await first.PassesAWhileAsync();

        Assert.Equal(FreshnessState.Fresh, first.Judge(kept));
        Assert.True(File.Exists(_folder.At("cache", "new-epoch", "now")));
        await second.PassesUntilAsync(() => second.Judge(kept) is not FreshnessState.Fresh);
    }

    [Fact]
    public async Task The_process_that_acknowledged_it_does_not_soften_it_when_it_takes_the_folder_over()
    {
        var first = await CacheProcess.StartAsync(_folder.At("cache"));
        var kept = await first.KeepAsync(_key, "t");
        var other = await first.KeepAsync(Entries.Key("other"), "u");
        await using var second = await CacheProcess.StartAsync(_folder.At("cache"));
        var own = await second.KeepAsync(Entries.Key("own"), "t");
        await second.Ledger.StampAsync(["t"], InvalidationKind.Expire, default);

        await first.DisposeAsync();
        await second.PassesUntilAsync(() => second.HoldsFolder);

        Assert.NotEqual(FreshnessState.Fresh, second.Judge(kept));
        Assert.NotEqual(FreshnessState.Fresh, second.Judge(other));
        Assert.NotEqual(FreshnessState.Fresh, second.Judge(own));
        Assert.True(second.Ledger["t"].ExpiredFrom > 0);
    }

    [Fact]
    public async Task An_invalidation_in_the_moment_of_the_change_is_in_neither_ledger_only()
    {
        for (var round = 0; round < 20; round++)
        {
            var path = _folder.At($"cache{round}");
            var first = await CacheProcess.StartAsync(path);
            await using var second = await CacheProcess.StartAsync(path);
            var stop = false;
            List<CacheTag> acknowledged = [];
            var announcing = Task.Run(async () =>
            {
                for (var i = 0; !Volatile.Read(ref stop) && i < 2000; i++)
                {
                    var tag = CacheTag.User($"t{i}");
                    await second.Ledger.StampAsync([tag], InvalidationKind.Expire, default);
                    acknowledged.Add(tag);
                }
            }, TestContext.Current.CancellationToken);
            await first.DisposeAsync();
            await second.PassesUntilAsync(() => second.HoldsFolder);
            Volatile.Write(ref stop, true);
            await announcing;

            Assert.All(acknowledged, tag => Assert.True(second.Ledger[tag].ExpiredFrom > 0, $"{tag} of round {round} is lost"));
        }
    }

    [Fact]
    public async Task A_page_that_was_kept_in_memory_does_not_go_back_to_the_older_one_in_the_folder()
    {
        var first = await CacheProcess.StartAsync(_folder.At("cache"));
        await first.KeepAsync(_key);
        await using var second = await CacheProcess.StartAsync(_folder.At("cache"));
        await second.KeepAsync(_key);

        await first.DisposeAsync();
        await second.PassesUntilAsync(() => second.HoldsFolder);

        Assert.Null(await second.ReadAsync(_key));
        await second.KeepAsync(_key);
        Assert.NotNull(await second.ReadAsync(_key));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_at_the_start_is_taken_when_it_can()
    {
        await File.WriteAllTextAsync(_folder.At("cache"), "in the way", TestContext.Current.CancellationToken);
        await using var process = await CacheProcess.StartAsync(_folder.At("cache"));
        await process.Ledger.StampAsync(["t"], InvalidationKind.Expire, default);
        Assert.False(process.Ledger.Status.IsDurable);

        File.Delete(_folder.At("cache"));
        await process.PassesUntilAsync(() => process.HoldsFolder);

        Assert.True(process.Ledger.Status.IsDurable);
        Assert.True(process.Ledger["t"].ExpiredFrom > 0);
        await process.KeepAsync(_key);
        Assert.NotNull(await process.ReadAsync(_key));
    }

    [Fact]
    public async Task Each_new_epoch_is_told_once_and_the_first_one_though_nobody_listened_yet()
    {
        var first = await CacheProcess.StartAsync(_folder.At("cache"));
        List<LedgerPosition> told = [];
        using var listening = first.Ledger.Subscribe(change => told.Add(change.Position));
        Assert.Equal([first.Ledger.Position], told);

        await first.Ledger.BeginEpochAsync(first.Ledger.Position.Epoch, default);
        await first.Ledger.BeginEpochAsync(told[0].Epoch, default);
        Assert.Equal(2, told.Count);
        await first.DisposeAsync();

        await using var second = await CacheProcess.StartAsync(_folder.At("cache"));
        using var nothing = second.Ledger.Subscribe(static change => Assert.Fail($"{change} goes on, and did not begin"));
        Assert.Equal(told[1], second.Ledger.Position);
    }

    [Fact]
    public async Task Other_code_that_takes_the_folder_over_believes_nothing_that_the_code_before_it_kept_and_tells_of_its_epoch()
    {
        var first = await CacheProcess.StartAsync(_folder.At("cache"), code: new("id", "old code"));
        var kept = await first.KeepAsync(_key, "t");
        await using var second = await CacheProcess.StartAsync(_folder.At("cache"), code: new("id", "new code"));
        List<LedgerPosition> told = [];
        using var listening = second.Ledger.Subscribe(change => told.Add(change.Position));

        await first.DisposeAsync();
        await second.PassesUntilAsync(() => second.HoldsFolder);

        Assert.Equal(FreshnessState.Stale, second.Judge(kept));
        Assert.Equal(2, told.Count);
        Assert.Equal(second.Ledger.Position, told[1]);
    }

    [Fact]
    public async Task An_operator_begins_a_new_epoch_by_a_file_while_the_app_runs()
    {
        await using var process = await CacheProcess.StartAsync(_folder.At("cache"));
        var kept = await process.KeepAsync(_key, "t");

        await File.WriteAllTextAsync(_folder.At("cache", "new-epoch", "now"), "", TestContext.Current.CancellationToken);

        await process.PassesUntilAsync(() => process.Judge(kept) is not FreshnessState.Fresh);
        await process.PassesUntilAsync(() => !Directory.EnumerateFiles(_folder.At("cache", "new-epoch")).Any());
    }

    public void Dispose() => _folder.Dispose();
}
