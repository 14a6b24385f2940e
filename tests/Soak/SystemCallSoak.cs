using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Perennial.Caching;
using Perennial.Caching.Files;
using Perennial.Soak.CrashWorker;
using Perennial.Tests.Caching;
using Perennial.Tests.Caching.Files;

namespace Perennial.Soak;

/// <summary>Each system call that keeps things fails once, at every place where it is made.</summary>
[Trait("Needs", "strace")]
public sealed class SystemCallSoak(ITestOutputHelper output) : IDisposable
{
    private const int MostPlaces = 60;
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<int, long> _versions = [];
    private readonly Dictionary<int, long> _stamps = [];
    private readonly HashSet<int> _doubtful = [];

    [Theory, Trait("Proves", "F-11")]
    [InlineData("fsync", "EIO", true)]
    [InlineData("fsync", "ENOSPC", true)]
    [InlineData("pwrite64", "EIO", true)]
    [InlineData("pwrite64", "ENOSPC", true)]
    [InlineData("pwrite64", "EDQUOT", true)]
    [InlineData("rename", "EIO", true)]
    [InlineData("unlink", "EIO", false)]
    [InlineData("mkdir", "ENOSPC", true)]
    [InlineData("ftruncate", "EIO", false)]
    [InlineData("pread64", "EIO", false)]
    public async Task A_call_that_fails_costs_at_most_that_operation_and_is_not_swallowed(string call, string error, bool isEssential)
    {
        await Start();
        var (runs, injected, failed) = (0, 0, 0);
        for (var place = 1; place <= MostPlaces; place++)
        {
            var version = place * 1000L;
            var lines = await RunWorker(call, error, place, version);
            if (!lines.Contains("begin"))
            {
                // It failed while the runtime was loading: not our code yet.
                continue;
            }

            var hit = (await File.ReadAllTextAsync(_folder.At("trace"))).Contains("(INJECTED)", StringComparison.Ordinal);
            Assert.DoesNotContain(lines, static line => line.StartsWith("TORN", StringComparison.Ordinal));
            var failures = lines.Count(static line => line.StartsWith("F ", StringComparison.Ordinal));
            Assert.True(!hit || !isEssential || failures > 0, $"{call} failed with {error} at place {place}, and nobody said so.");
            foreach (var line in lines)
            {
                Note(line);
            }

            // On a full disk room is made: then an entry may be gone. It may never be another one.
            await Verify($"{call} {error} at place {place}", mayBeGone: error is not "EIO");
            (runs, injected, failed) = (runs + 1, injected + (hit ? 1 : 0), failed + failures);
            if (!hit && place > 3)
            {
                break;
            }
        }

        output.WriteLine($"{call} {error}: {runs} runs, {injected} with the fault, {failed} operations failed and said so, 0 wrong");
        Assert.True(injected > 0 || call is "ftruncate", $"{call} was never made.");
    }

    public void Dispose() => _folder.Dispose();

    private async Task Start()
    {
        for (var key = 0; key < 2; key++)
        {
            await new BuiltStoreWriter(_folder.At("built")).WriteAsync(VersionedPage.Key(key), VersionedPage.Make(key, 1), default);
        }
    }

    private async Task<List<string>> RunWorker(string call, string error, int place, long version)
    {
        var worker = Path.GetFullPath(Path.Join(
            AppContext.BaseDirectory, "..", "..", "CrashWorker", new DirectoryInfo(AppContext.BaseDirectory).Name, "Perennial.CrashWorker"));
        using var process = Process.Start(new ProcessStartInfo(
            "strace",
            [
                "-f", "-qq", "-o", _folder.At("trace"), "-e", $"trace={call}", "-e", $"inject={call}:error={error}:when={place}",
                worker, _folder.At("cache"), _folder.At("built"), version.ToString(CultureInfo.InvariantCulture), "steps",
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            Environment = { ["DOTNET_EnableDiagnostics"] = "0", ["DOTNET_PROCESSOR_COUNT"] = "1" },
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        List<string> lines = [.. (await process.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        await process.WaitForExitAsync();
        Assert.True(!lines.Contains("begin") || process.ExitCode is 0, $"{call} {error} at place {place}: the process ended: {await errors}");
        return lines;
    }

    private void Note(string line)
    {
        switch (line.Split(' '))
        {
            case ["T", var key, var number]:
                _stamps[int.Parse(key, CultureInfo.InvariantCulture)] = long.Parse(number, CultureInfo.InvariantCulture);
                break;
            case ["S" or "R", var key, var version]:
                _versions[int.Parse(key, CultureInfo.InvariantCulture)] = long.Parse(version, CultureInfo.InvariantCulture);
                _doubtful.Remove(int.Parse(key, CultureInfo.InvariantCulture));
                break;
            case ["F", "S" or "R", var key, ..]:
                _doubtful.Add(int.Parse(key.TrimEnd(':'), CultureInfo.InvariantCulture));
                break;
            case ["G", var key, var version]:
                var known = _versions.GetValueOrDefault(int.Parse(key, CultureInfo.InvariantCulture));
                Assert.True(long.Parse(version, CultureInfo.InvariantCulture) >= known, $"{line}, and {known} was acknowledged");
                break;
        }
    }

    private async Task Verify(string where, bool mayBeGone)
    {
        var folder = await CacheFolder.OpenAsync(_folder.At("cache"), default);
        Assert.True(folder.IsOpen, $"{where}: {folder.Reason}");
        using var open = folder.Folder;
        await using var ledger = await FileTagLedger.OpenAsync(open, 1000, NullLogger.Instance, default);
        foreach (var (key, number) in _stamps)
        {
            var stamp = ledger[VersionedPage.Tag(key)].ExpiredFrom;
            Assert.True(stamp >= number, $"{where}: stamp {number} of tag {key} was acknowledged, {stamp} is there");
        }

        using var superseded = await SupersededPages.OpenAsync(open, "build", NullLogger.Instance, default);
        await using var files = new FileStore(open, Shelf.Pages(new CacheOptions()), TimeProvider.System, NullLogger.Instance);
        var store = new LayeredStore(files, new BuiltStore(_folder.At("built"), TimeProvider.System), superseded);
        foreach (var (key, version) in _versions)
        {
            var entry = await store.EntryAsync(VersionedPage.Key(key), CacheKind.Component, default);
            Assert.True(
                entry is not null || mayBeGone || _doubtful.Contains(key) || VersionedPage.IsRemoval(version),
                $"{where}: version {version} of key {key} was acknowledged, nothing is there");
            Assert.True(
                entry is null || (VersionedPage.IsWhole(key, entry) && entry.Facts.Position.Number >= version),
                $"{where}: version {version} of key {key} was acknowledged, {entry?.Facts.Position.Number} is there");
        }

        Assert.Equal(0, files.Faults);
        await files.Indexed;
        Assert.Empty(Directory.EnumerateFiles(open.Entries, "*.tmp", SearchOption.AllDirectories));
    }
}
