using System.Collections.Concurrent;
using System.Globalization;
using Perennial.Caching.Flights;

namespace Perennial.Tests.Caching.Ledger;

/// <summary>
/// Readers, editors and renders in a seeded muddle, recorded and then judged. Versions of a document are totally ordered,
/// so a history is judged in one pass.
/// </summary>
public sealed class HistoryTests
{
    private const int Documents = 4;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    [Theory]
    [MemberData(nameof(Seeds))]
    [Trait("Proves", "H-1")]
    [Trait("Proves", "H-2")]
    [Trait("Proves", "H-3")]
    [Trait("Proves", "H-4")]
    [Trait("Proves", "H-5")]
    [Trait("Proves", "H-6")]
    public async Task No_history_breaks_a_promise(int seed) => Assert.Empty(Judge(await RunAsync(seed, forgetful: false)));

    [Fact]
    public async Task The_judge_notices_an_engine_that_dates_renders_by_their_end()
    {
        var violations = new List<string>();
        for (var seed = 1; seed <= 12 && violations.Count == 0; seed++)
        {
            violations.AddRange(Judge(await RunAsync(seed, forgetful: true)));
        }

        Assert.Contains(violations, static violation => violation.StartsWith("H-1", StringComparison.Ordinal));
    }

    private static async Task<History> RunAsync(int seed, bool forgetful)
    {
        await using var engine = new EntryCacheFixture();
        var history = new History();
        var versions = new int[Documents];
        var acknowledged = new int[Documents];

        Render Render(int document, Random random) => async (startedAt, _, _) =>
        {
            history.Renders.Add((document, startedAt.Number));
            var version = Volatile.Read(ref versions[document]);
            await YieldAsync(random.Next(20));
            return new RenderOutcome.Kept(Entries.Entry(
                $"{document}:{version}",
                forgetful ? engine.Ledger.Position : startedAt,
                tags: CacheTag.User(document.ToString(CultureInfo.InvariantCulture))));
        };

        async Task ReadAsync(Random random)
        {
            for (var i = 0; i < 150; i++)
            {
                var document = random.Next(Documents);
                var (start, atLeast) = (history.Now(), Volatile.Read(ref acknowledged[document]));
                var text = await engine.VisitAsync(Entries.Key($"{document}"), Render(document, new(random.Next())));
                history.Reads.Add(new(document, text, atLeast, start, history.Now()));
                await YieldAsync(random.Next(4));
            }
        }

        async Task EditAsync(Random random)
        {
            for (var i = 0; i < 40; i++)
            {
                var document = random.Next(Documents);
                var version = Interlocked.Increment(ref versions[document]);
                var stamped = await engine.Ledger.StampAsync(
                    [document.ToString(CultureInfo.InvariantCulture)], InvalidationKind.Expire, default);
                history.Expiries.Add((document, stamped.Number));
                Raise(ref acknowledged[document], version);
                await YieldAsync(random.Next(30));
            }
        }

        await Task.WhenAll(
            [.. Enumerable.Range(0, 4).Select(n => Task.Run(() => ReadAsync(new(seed * 100 + n)))),
            .. Enumerable.Range(0, 2).Select(n => Task.Run(() => EditAsync(new(seed * 1000 + n))))]);
        return history;
    }

    private static List<string> Judge(History history)
    {
        var violations = new List<string>();
        foreach (var read in history.Reads.Where(read => !read.Text.StartsWith($"{read.Document}:", StringComparison.Ordinal)))
        {
            violations.Add($"H-5: {read} is another document");
        }

        foreach (var read in history.Reads.Where(static read => read.Version < read.AtLeast))
        {
            violations.Add($"H-1: {read} is older than what was acknowledged before it began");
        }

        foreach (var group in history.Reads.GroupBy(static read => read.Document))
        {
            var ends = group.OrderBy(static read => read.End).ToArray();
            var (next, newest) = (0, 0);
            foreach (var read in group.OrderBy(static read => read.Start))
            {
                for (; next < ends.Length && ends[next].End < read.Start; next++)
                {
                    newest = Math.Max(newest, ends[next].Version);
                }

                if (read.Version < newest)
                {
                    violations.Add($"H-2: {read} came after version {newest}");
                }
            }
        }

        // A ledger publishes stamps before its position. Whoever begins in between renders at the old number what the new
        // stamp expires at once: as often as it is asked for, until the thread that publishes goes on.
        var expired = history.Expiries.Select(static expiry => (expiry.Document, expiry.Number - 1)).ToHashSet();
        violations.AddRange(history.Renders.GroupBy(static render => render)
            .Where(group => group.Count() > 1 && !expired.Contains(group.Key))
            .Select(static group => $"H-6: document {group.Key.Document} was rendered {group.Count()} times at number {group.Key.Number}"));
        return violations;
    }

    private static async Task YieldAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            await Task.Yield();
        }
    }

    private static void Raise(ref int target, int value)
    {
        for (var seen = Volatile.Read(ref target); seen < value;)
        {
            seen = Interlocked.CompareExchange(ref target, value, seen) is var found && found == seen ? value : found;
        }
    }

    private sealed class History
    {
        private long _clock;

        public ConcurrentBag<Read> Reads { get; } = [];

        public ConcurrentBag<(int Document, long Number)> Renders { get; } = [];

        public ConcurrentBag<(int Document, long Number)> Expiries { get; } = [];

        public long Now() => Interlocked.Increment(ref _clock);
    }

    private sealed record Read(int Document, string Text, int AtLeast, long Start, long End)
    {
        public int Version => int.Parse(Text.Split(':')[1], CultureInfo.InvariantCulture);
    }
}
