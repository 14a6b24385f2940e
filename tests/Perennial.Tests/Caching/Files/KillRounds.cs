using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Perennial.Caching;
using Perennial.Caching.Files;
using Perennial.Soak.CrashWorker;

namespace Perennial.Tests.Caching.Files;

/// <summary>
/// A process that writes is killed with SIGKILL, again and again, over the same folder. After each time everything that it
/// acknowledged has to be there, and everything that is there has to be whole.
/// </summary>
internal sealed class KillRounds(int seed, string root)
{
    private const int Keys = 6;
    private const long VersionsPerRound = 1_000_000;

    private readonly Random _random = new(seed);
    private readonly long[] _stamps = new long[Keys];

    // What a key is known to be: the last version that was acknowledged or seen.
    private readonly long[] _versions = new long[Keys];

    // The last version that was spoken of at all.
    private readonly long[] _spoken = new long[Keys];
    private Guid? _epoch;

    public long Acknowledged { get; private set; }

    public long Read { get; private set; }

    public int EpochsEnded { get; private set; }

    /// <summary>
    /// Whether the disk goes with the process. Then what was cut off may look like damage, which ends the epoch; and what
    /// the process says afterwards is no promise, because it lives on for a moment on a disk that is gone.
    /// </summary>
    public bool IsPowerLoss { get; init; }

    /// <summary>Ends the process.</summary>
    public Action<Process> Crash { get; init; } = static process => process.Kill();

    /// <summary>Brings the disk back before anybody looks.</summary>
    public Func<Task> RecoverAsync { get; init; } = static () => Task.CompletedTask;

    private string Cache => Path.Join(root, "cache");

    private string Built => Path.Join(root, "built");

    public async Task RunAsync(int rounds, CancellationToken token)
    {
        for (var key = 0; key < Keys / 2; key++)
        {
            await new BuiltStoreWriter(Built)
                .WriteAsync(VersionedPage.Key(key), VersionedPage.Make(key, 1), token);
        }

        for (var round = 1; round <= rounds; round++)
        {
            await KillOnce(round * VersionsPerRound, token);
            await Verify(round, token);
        }
    }

    public static Process StartWorker(string root, long version, string? mode = null)
    {
        var worker = Path.Join(
            AppContext.BaseDirectory, "..", "..", "CrashWorker", new DirectoryInfo(AppContext.BaseDirectory).Name, "Perennial.CrashWorker");
        return Process.Start(new ProcessStartInfo(
            worker,
            [Path.Join(root, "cache"), Path.Join(root, "built"), version.ToString(CultureInfo.InvariantCulture), mode ?? $"{Keys}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
    }

    private async Task KillOnce(long version, CancellationToken token)
    {
        using var process = StartWorker(root, version);
        try
        {
            // At a random acknowledgement and then at any moment after it; every fifth time while it still starts.
            var killAfter = _random.Next(5) is 0 ? 0 : _random.Next(1, 150);
            for (var lines = 0; lines < killAfter && await process.StandardOutput.ReadLineAsync(token) is { } line; lines++)
            {
                Note(line, isPromise: true);
            }

            await Task.Delay(
                TimeSpan.FromMicroseconds(_random.Next(killAfter is 0 ? 400_000 : 20_000)), TimeProvider.System, token);
        }
        finally
        {
            Crash(process);
        }

        while (await process.StandardOutput.ReadLineAsync(token) is { } line)
        {
            Note(line, isPromise: !IsPowerLoss);
        }

        await process.WaitForExitAsync(token);
        Assert.True(IsPowerLoss || process.ExitCode is 128 + 9, $"The worker ended by itself with {process.ExitCode}.");
        await RecoverAsync();
    }

    private void Note(string line, bool isPromise)
    {
        if (line.Split(' ') is not [var what, var key, var number])
        {
            return;
        }

        var (index, value) = (int.Parse(key, CultureInfo.InvariantCulture), long.Parse(number, CultureInfo.InvariantCulture));
        if (what is not "T")
        {
            _spoken[index] = value;
        }

        if (isPromise)
        {
            Acknowledged++;
            var known = what is "T" ? _stamps : _versions;
            known[index] = Math.Max(known[index], value);
        }
    }

    private async Task Verify(int round, CancellationToken token)
    {
        var folder = await CacheFolder.OpenAsync(Cache, token);
        Assert.True(folder.IsOpen, folder.Reason);
        using var open = folder.Folder;
        await using (var ledger = await FileTagLedger.OpenAsync(open, 1000, NullLogger.Instance, token))
        {
            VerifyStamps(round, ledger);
        }

        using var superseded = await SupersededPages.OpenAsync(open, "build", NullLogger.Instance, token);
        await using var files = new FileStore(open, Shelf.Pages(new CacheOptions()), TimeProvider.System, NullLogger.Instance);
        var store = new LayeredStore(files, new BuiltStore(Built, TimeProvider.System), superseded);
        for (var key = 0; key < Keys; key++)
        {
            VerifyEntry(round, key, await store.EntryAsync(VersionedPage.Key(key), CacheKind.Component, token));
        }

        await files.Indexed;
        Assert.Equal(0, files.Faults);
        Assert.Empty(Directory.EnumerateFiles(open.Entries, "*.tmp", SearchOption.AllDirectories));
    }

    private void VerifyStamps(int round, FileTagLedger ledger)
    {
        if (_epoch is not null && _epoch != ledger.Position.Epoch)
        {
            Assert.True(IsPowerLoss, $"round {round}: a kill takes no written bytes away, and the epoch changed");
            EpochsEnded++;
            Array.Clear(_stamps);
        }

        _epoch = ledger.Position.Epoch;
        for (var key = 0; key < Keys; key++)
        {
            var stamp = ledger[VersionedPage.Tag(key)].ExpiredFrom;
            Assert.True(stamp >= _stamps[key], $"round {round}: stamp {_stamps[key]} of tag {key} was acknowledged, {stamp} is there");
            Assert.True(stamp <= ledger.Position.Number, $"round {round}: stamp {stamp} is above {ledger.Position}");
            _stamps[key] = stamp;
        }
    }

    private void VerifyEntry(int round, int key, CacheEntry? entry)
    {
        var known = _versions[key];
        if (entry is null)
        {
            // It was removed, or the version after the known one is a removal that was under way, or a built page (1) was
            // superseded and its replacement was not written any more: that costs one render.
            Assert.True(
                known <= 1 || VersionedPage.IsRemoval(known) || VersionedPage.IsRemoval(known + 1) || MayBeRemoved(round, key),
                $"round {round}: version {known} of key {key} was acknowledged, nothing is there");
            _versions[key] = known <= 1 || VersionedPage.IsRemoval(known) ? known : ((known / 10) + 1) * 10;
            return;
        }

        Read++;
        var version = entry.Facts.Position.Number;
        Assert.True(VersionedPage.IsWhole(key, entry), $"round {round}: version {version} of key {key} is torn");
        Assert.True(
            version >= known && !(version == known && VersionedPage.IsRemoval(known)),
            $"round {round}: version {known} of key {key} was acknowledged, {version} came back");
        _versions[key] = version;
    }

    private bool MayBeRemoved(int round, int key)
    {
        for (var version = round * VersionsPerRound; version < _spoken[key] && IsPowerLoss;)
        {
            if (VersionedPage.IsRemoval(++version + 1))
            {
                return true;
            }
        }

        return false;
    }
}
