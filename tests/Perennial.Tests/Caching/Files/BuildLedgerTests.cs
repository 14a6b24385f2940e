using Microsoft.Extensions.Logging.Abstractions;
using Perennial.Caching;
using Perennial.Caching.Files;

namespace Perennial.Tests.Caching.Files;

public sealed class BuildLedgerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Beside_a_server_a_build_gets_the_last_acknowledged_number_and_locks_nothing()
    {
        await using var open = await OpenLedger.At(_folder.Path);
        await open.Ledger.StampAsync(["a"], InvalidationKind.Expire, default);
        var acknowledged = await open.Ledger.StampAsync(["b"], InvalidationKind.Expire, default);

        Assert.Equal(acknowledged, await ReadAsync());
        Assert.Equal(acknowledged.Number + 1, (await open.Ledger.StampAsync(["c"], InvalidationKind.Expire, default)).Number);
    }

    [Fact]
    public async Task What_stands_in_the_log_and_was_not_acknowledged_is_not_counted()
    {
        LedgerPosition first;
        byte[] witness;
        await using (var open = await OpenLedger.At(_folder.Path))
        {
            first = await open.Ledger.StampAsync(["a"], InvalidationKind.Expire, default);
            witness = await File.ReadAllBytesAsync(open.Folder.WitnessFile, TestContext.Current.CancellationToken);
            await open.Ledger.StampAsync(["b"], InvalidationKind.Expire, default);
        }

        await File.WriteAllBytesAsync(CacheFolder.WitnessIn(_folder.Path), witness, TestContext.Current.CancellationToken);

        Assert.Equal(first, await ReadAsync());
    }

    [Fact]
    public async Task Where_there_is_no_ledger_a_build_makes_one_and_the_next_server_goes_on_with_it()
    {
        var built = await ReadAsync();
        Assert.Equal(built, await ReadAsync());

        await using var open = await OpenLedger.At(_folder.Path);

        Assert.Equal(0, built!.Number);
        Assert.Equal(built, open.Ledger.Position);
        Assert.Equal(EpochReason.None, open.Ledger.Began);
    }

    [Fact]
    public async Task A_ledger_of_a_build_elsewhere_that_no_server_has_opened_is_nobodys()
    {
        var built = await ReadAsync();
        MoveElsewhere(isOpened: false);

        var again = await ReadAsync();
        Assert.NotEqual(built!.Epoch, again!.Epoch);
        MoveElsewhere(isOpened: false);
        await using var open = await OpenLedger.At(_folder.Path);

        Assert.NotEqual(again.Epoch, open.Ledger.Position.Epoch);
        Assert.Equal(EpochReason.MadeElsewhere, open.Ledger.Began);
    }

    [Fact]
    public async Task A_ledger_that_a_server_has_opened_goes_on_on_another_machine()
    {
        Guid epoch;
        await using (var open = await OpenLedger.At(_folder.Path))
        {
            epoch = open.Ledger.Position.Epoch;
        }

        MoveElsewhere(isOpened: true);
        await using var again = await OpenLedger.At(_folder.Path);

        Assert.Equal(epoch, again.Ledger.Position.Epoch);
    }

    [Fact]
    public async Task Where_nothing_can_be_read_or_made_there_is_no_position()
    {
        await File.WriteAllTextAsync(_folder.At("file"), "", TestContext.Current.CancellationToken);
        Assert.Null(await ReadAsync(_folder.At("file", "cache")));

        Directory.CreateDirectory(_folder.At("cache", "ledger", "tags.log"));
        Directory.CreateDirectory(_folder.At("cache", "ledger.last", "a folder where a file should be"));
        Assert.Null(await ReadAsync(_folder.At("cache")));
    }

    [Fact]
    public async Task Beside_a_server_whose_witness_is_gone_there_is_no_position()
    {
        await using var open = await OpenLedger.At(_folder.Path);
        File.Delete(open.Folder.WitnessFile);

        Assert.Null(await ReadAsync());
    }

    public void Dispose() => _folder.Dispose();

    private Task<LedgerPosition?> ReadAsync(string? folder = null) =>
        BuildLedger.ReadForBuildAsync(folder ?? _folder.Path, 100, NullLogger.Instance, TestContext.Current.CancellationToken);

    private void MoveElsewhere(bool isOpened)
    {
        var path = CacheFolder.WitnessIn(_folder.Path);
        var witness = LedgerWitness.Read(path)! with { IsOpened = isOpened };
        witness = witness with { Folder = witness.Folder with { Machine = Guid.NewGuid() } };
        var slot = WitnessFormat.Slot(witness, 1);
        File.WriteAllBytes(path, [.. slot, .. slot]);
    }
}
