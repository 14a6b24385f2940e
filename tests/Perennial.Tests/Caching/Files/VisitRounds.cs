using System.Globalization;
using Perennial.Caching.Files;
using Perennial.Soak.CrashWorker;

namespace Perennial.Tests.Caching.Files;

/// <summary>
/// A process in which an editor changes pages and visitors are shown them is killed with SIGKILL, again and again, over the
/// same folder. Versions of a page are totally ordered, so each visit is judged by what is known when it is told of.
/// </summary>
internal sealed class VisitRounds(int seed, string root)
{
    private const int Keys = 4;
    private const long VersionsPerRound = 1_000_000;

    private readonly Random _random = new(seed);
    private readonly long[] _shown = new long[Keys];
    private readonly long[] _expired = new long[Keys];

    public int Visits { get; private set; }

    /// <summary>H-1: older than what was expired. H-2: older than what was shown.</summary>
    public List<string> Violations { get; } = [];

    public async Task RunAsync(int rounds, CancellationToken token)
    {
        for (var key = 0; key < Keys / 2; key++)
        {
            await new BuiltStoreWriter(Path.Join(root, "built")).WriteAsync(VersionedPage.Key(key), VersionedPage.Make(key, 1), token);
        }

        for (var round = 1; round <= rounds; round++)
        {
            await KillOnceAsync(round, token);
        }
    }

    private async Task KillOnceAsync(int round, CancellationToken token)
    {
        using var process = KillRounds.StartWorker(root, round * VersionsPerRound, "visits");
        try
        {
            // The first sight of a version is the moment at which one that is not written yet would be lost.
            var lines = _random.Next(1, 300);
            while (await process.StandardOutput.ReadLineAsync(token) is { } line && !(IsNews(round, line) && lines <= 0))
            {
                lines--;
            }
        }
        finally
        {
            process.Kill();
        }

        while (await process.StandardOutput.ReadLineAsync(token) is { } line)
        {
            IsNews(round, line);
        }

        await process.WaitForExitAsync(token);
        Assert.True(process.ExitCode is 128 + 9, $"The worker ended by itself with {process.ExitCode}.");
    }

    /// <summary>Judges what the worker says, and whether it shows a version that nobody had seen.</summary>
    private bool IsNews(int round, string line)
    {
        if (line.Split(' ') is not [var what, var name, var number])
        {
            return false;
        }

        var (key, version) = (int.Parse(name, CultureInfo.InvariantCulture), long.Parse(number, CultureInfo.InvariantCulture));
        if (what is "A")
        {
            _expired[key] = version;
            return false;
        }

        Visits++;
        if (version < _expired[key])
        {
            Violations.Add($"H-1: round {round}: version {version} of page {key} came after {_expired[key]} was to be waited for");
        }

        if (version < _shown[key])
        {
            Violations.Add($"H-2: round {round}: version {version} of page {key} came after version {_shown[key]}");
        }

        var isNews = version > _shown[key];
        _shown[key] = Math.Max(_shown[key], version);
        return isNews;
    }
}
