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
            for (var lines = _random.Next(1, 300); lines > 0 && await process.StandardOutput.ReadLineAsync(token) is { } line; lines--)
            {
                Judge(round, line);
            }
        }
        finally
        {
            process.Kill();
        }

        while (await process.StandardOutput.ReadLineAsync(token) is { } line)
        {
            Judge(round, line);
        }

        await process.WaitForExitAsync(token);
        Assert.True(process.ExitCode is 128 + 9, $"The worker ended by itself with {process.ExitCode}.");
    }

    private void Judge(int round, string line)
    {
        if (line.Split(' ') is not [var what, var name, var number])
        {
            return;
        }

        var (key, version) = (int.Parse(name, CultureInfo.InvariantCulture), long.Parse(number, CultureInfo.InvariantCulture));
        if (what is "A")
        {
            _expired[key] = version;
            return;
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

        _shown[key] = Math.Max(_shown[key], version);
    }
}
