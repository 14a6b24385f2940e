using Perennial.Caching;
using Perennial.Caching.Files;

namespace Perennial.Tests.Caching.Files;

/// <summary>A ledger that lost an acknowledged invalidation never hands out a number twice: a new epoch begins.</summary>
public sealed class LostLedgerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Log => CacheFolder.LedgerIn(_folder.Path);

    private string Witness => CacheFolder.WitnessIn(_folder.Path);

    [Fact]
    public async Task A_log_cut_at_any_byte_of_what_was_acknowledged_begins_a_new_epoch()
    {
        var epoch = await StampAsync(4);
        var log = File.ReadAllBytes(Log);
        for (var length = 0; length < log.Length; length++)
        {
            File.WriteAllBytes(Log, log[..length]);
            Attest(new(epoch, 4));

            await using var open = await OpenLedger.At(_folder.Path);

            Assert.NotEqual(epoch, open.Ledger.Position.Epoch);
            Assert.True(open.Ledger.Began is EpochReason.Behind or EpochReason.Lost, $"{open.Ledger.Began} at {length}");
        }
    }

    [Fact]
    public async Task An_unfinished_write_of_any_length_that_was_never_acknowledged_costs_no_epoch()
    {
        var epoch = await StampAsync(3);
        var acknowledged = (int)new FileInfo(Log).Length;
        await StampAsync(1);
        var log = File.ReadAllBytes(Log);
        for (var length = acknowledged; length <= log.Length; length++)
        {
            File.WriteAllBytes(Log, log[..length]);
            Attest(new(epoch, 3));

            await using var open = await OpenLedger.At(_folder.Path);

            Assert.Equal(epoch, open.Ledger.Position.Epoch);
            Assert.Equal(length == log.Length ? 4 : 3, open.Ledger.Position.Number);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task An_earlier_copy_of_the_log_begins_a_new_epoch(int stampsBefore)
    {
        var epoch = await StampAsync(stampsBefore);
        var copy = File.ReadAllBytes(Log);
        await StampAsync(2);

        File.WriteAllBytes(Log, copy);

        await AssertNewEpochAsync(epoch, EpochReason.Behind);
    }

    [Fact]
    public async Task An_earlier_snapshot_begins_a_new_epoch()
    {
        var epoch = await StampAsync(5);
        var state = LedgerFormat.Read(File.ReadAllBytes(Log))!.Value.State;
        await StampAsync(1);

        File.WriteAllBytes(Log, LedgerFormat.Snapshot(state));

        await AssertNewEpochAsync(epoch, EpochReason.Behind);
    }

    [Theory]
    [InlineData("log", nameof(EpochReason.Lost))]
    [InlineData("witness", nameof(EpochReason.NoWitness))]
    [InlineData("both", nameof(EpochReason.NoLedger))]
    [InlineData("garbage for the log", nameof(EpochReason.Lost))]
    [InlineData("garbage for the witness", nameof(EpochReason.NoWitness))]
    [InlineData("an empty witness", nameof(EpochReason.NoWitness))]
    [InlineData("another ledger's witness", nameof(EpochReason.AnotherWitness))]
    [InlineData("another ledger", nameof(EpochReason.AnotherWitness))]
    public async Task A_part_that_is_missing_or_wrong_begins_a_new_epoch(string what, string expected)
    {
        var epoch = await StampAsync(2);
        using var other = new TemporaryFolder();
        await using (var open = await OpenLedger.At(other.Path))
        {
            await open.Ledger.StampAsync(["x"], InvalidationKind.Expire, default);
            await open.Ledger.StampAsync(["x"], InvalidationKind.Expire, default);
        }

        switch (what)
        {
            case "log":
                File.Delete(Log);
                break;
            case "witness":
                File.Delete(Witness);
                break;
            case "both":
                File.Delete(Log);
                File.Delete(Witness);
                break;
            case "garbage for the log":
                File.WriteAllText(Log, "something else");
                break;
            case "garbage for the witness":
                File.WriteAllText(Witness, new string('x', WitnessFormat.Length));
                break;
            case "an empty witness":
                File.WriteAllText(Witness, "");
                break;
            case "another ledger's witness":
                File.Copy(CacheFolder.WitnessIn(other.Path), Witness, overwrite: true);
                break;
            default:
                File.Copy(CacheFolder.LedgerIn(other.Path), Log, overwrite: true);
                break;
        }

        await AssertNewEpochAsync(epoch, Enum.Parse<EpochReason>(expected));
    }

    [Fact]
    public async Task A_whole_folder_that_was_copied_back_begins_a_new_epoch_where_the_file_system_knows_births()
    {
        var epoch = await StampAsync(2);
        var backup = _folder.Path + ".backup";
        CopyTo(_folder.Path, backup);
        await StampAsync(1);
        Directory.Delete(_folder.Path, recursive: true);

        CopyTo(backup, _folder.Path);
        Directory.Delete(backup, recursive: true);

        await using var open = await OpenLedger.At(_folder.Path);
        Assert.Equal(KnowsBirths() ? EpochReason.Copy : EpochReason.None, open.Ledger.Began);
        Assert.Equal(KnowsBirths(), epoch != open.Ledger.Position.Epoch);
    }

    [Fact]
    public async Task Ledger_and_witness_put_back_together_begin_a_new_epoch_where_the_file_system_knows_births()
    {
        var epoch = await StampAsync(2);
        var (log, witness) = (File.ReadAllBytes(Log), File.ReadAllBytes(Witness));
        await StampAsync(1);
        File.Delete(Witness);
        File.WriteAllBytes(Log, log);
        File.WriteAllBytes(Witness, witness);

        await using var open = await OpenLedger.At(_folder.Path);
        Assert.Equal(KnowsBirths() ? EpochReason.Copy : EpochReason.None, open.Ledger.Began);
        Assert.Equal(KnowsBirths(), epoch != open.Ledger.Position.Epoch);
    }

    [Fact]
    public async Task Ledger_and_witness_of_a_moment_of_a_process_that_are_written_over_what_it_left_begin_a_new_epoch_too()
    {
        Guid epoch;
        byte[] log, witness;
        await using (var open = await OpenLedger.At(_folder.Path))
        {
            epoch = open.Ledger.Position.Epoch;
            await open.Ledger.StampAsync(["a"], InvalidationKind.Expire, default);
            (log, witness) = (File.ReadAllBytes(Log), File.ReadAllBytes(Witness));
            await open.Ledger.StampAsync(["b"], InvalidationKind.Expire, default);
        }

        // In place: the files stay the ones that they were.
        File.WriteAllBytes(Log, log);
        File.WriteAllBytes(Witness, witness);

        await using var again = await OpenLedger.At(_folder.Path);
        Assert.Equal(KnowsBirths() ? EpochReason.Copy : EpochReason.None, again.Ledger.Began);
        Assert.Equal(KnowsBirths(), epoch != again.Ledger.Position.Epoch);
    }

    [Fact]
    public async Task Any_file_in_the_folder_for_requests_begins_a_new_epoch_once()
    {
        var epoch = await StampAsync(2);
        File.WriteAllText(Path.Join(_folder.Path, "new-epoch", "by hand"), "");

        Guid begun;
        await using (var open = await OpenLedger.At(_folder.Path))
        {
            begun = open.Ledger.Position.Epoch;
            Assert.Equal((EpochReason.Asked, 2), (open.Ledger.Began, open.Ledger.Position.Number));
            Assert.Empty(Directory.EnumerateFiles(open.Folder.Requests.Folder));
        }

        Assert.NotEqual(epoch, begun);
        await using var again = await OpenLedger.At(_folder.Path);
        Assert.Equal(begun, again.Ledger.Position.Epoch);
    }

    [Fact]
    public async Task What_was_expired_stays_expired_in_the_new_epoch()
    {
        await StampAsync(3);
        File.WriteAllText(Path.Join(_folder.Path, "new-epoch", "by hand"), "");

        await using var open = await OpenLedger.At(_folder.Path);

        Assert.Equal(new TagStamps(0, 3), open.Ledger["t3"]);
    }

    [Fact]
    public async Task Cuts_and_earlier_copies_at_random_never_hand_out_a_number_of_one_epoch_twice()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var copies = new List<(byte[] Log, byte[] Witness)>();
        var given = new Dictionary<(Guid, long), string>();
        for (var round = 0; round < 60; round++)
        {
            await using (var open = await OpenLedger.At(_folder.Path))
            {
                for (var i = random.Next(4); i >= 0; i--)
                {
                    var tag = $"t{round}-{i}";
                    var position = await open.Ledger.StampAsync([tag], InvalidationKind.Expire, default);
                    Assert.True(given.TryAdd((position.Epoch, position.Number), tag), $"seed {seed}: {position} was given to {given[(position.Epoch, position.Number)]} and to {tag}");
                }
            }

            copies.Add((File.ReadAllBytes(Log), File.ReadAllBytes(Witness)));
            var (log, witness) = copies[random.Next(copies.Count)];
            switch (random.Next(6))
            {
                case 0:
                    File.WriteAllBytes(Log, copies[^1].Log[..random.Next(copies[^1].Log.Length)]);
                    break;
                case 1:
                    File.WriteAllBytes(Log, log);
                    break;
                case 2:
                    File.WriteAllBytes(Log, log[..random.Next(log.Length)]);
                    break;
                case 3:
                    File.Delete(random.Next(2) is 0 ? Log : Witness);
                    break;
                case 4 when !log.AsSpan().SequenceEqual(copies[^1].Log):
                    // An earlier witness alone: it belongs to another epoch, or says less than the log holds, which is whole.
                    File.WriteAllBytes(Witness, witness);
                    break;
            }
        }
    }

    public void Dispose() => _folder.Dispose();

    private static void CopyTo(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var folder in Directory.EnumerateDirectories(from))
        {
            CopyTo(folder, Path.Join(to, Path.GetFileName(folder)));
        }

        foreach (var file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Join(to, Path.GetFileName(file)));
        }
    }

    private bool KnowsBirths() => FolderIdentity.Of(_folder.Path).Birth is not 0;

    /// <summary>Lets the witness say something, in the file that it was written into.</summary>
    private void Attest(LedgerPosition position)
    {
        var slot = WitnessFormat.Slot(new(position, IsOpened: true, FolderIdentity.Of(_folder.Path)), 1);
        File.WriteAllBytes(Witness, [.. slot, .. slot]);
    }

    private async Task AssertNewEpochAsync(Guid epoch, EpochReason expected)
    {
        Guid begun;
        await using (var open = await OpenLedger.At(_folder.Path))
        {
            begun = open.Ledger.Position.Epoch;
            Assert.Equal(expected, open.Ledger.Began);
        }

        Assert.NotEqual(epoch, begun);
        await using var again = await OpenLedger.At(_folder.Path);
        Assert.Equal((begun, EpochReason.None), (again.Ledger.Position.Epoch, again.Ledger.Began));
    }

    /// <summary>Opens, expires t1, t2… and closes.</summary>
    private async Task<Guid> StampAsync(int count)
    {
        await using var open = await OpenLedger.At(_folder.Path);
        for (var i = 0; i < count; i++)
        {
            await open.Ledger.StampAsync([CacheTag.User($"t{open.Ledger.Position.Number + 1}")], InvalidationKind.Expire, default);
        }

        return open.Ledger.Position.Epoch;
    }
}
