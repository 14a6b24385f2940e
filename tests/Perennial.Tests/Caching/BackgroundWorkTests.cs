using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Perennial.Caching.Files;
using Perennial.Tests.Caching.Files;

namespace Perennial.Tests.Caching;

/// <summary>F-83: what goes wrong in the background is told, ends with itself, and nobody has to restart anything.</summary>
public sealed class BackgroundWorkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly LogLines _log = new();

    [Fact, Trait("Proves", "F-83")]
    public async Task A_store_that_throws_into_the_writers_ends_none_of_them()
    {
        var fails = true;
        var store = new ScriptedStore { OnSet = () => fails ? ScriptedStore.Fail() : Task.CompletedTask };
        await using var writes = new PendingWrites(
            async (key, put, _) =>
            {
                await store.SetAsync(key, put.Entry, TestContext.Current.CancellationToken);
                return new(put.Entry);
            },
            static (_, _) => { },
            TimeSpan.FromSeconds(5),
            new FakeTimeProvider(),
            _log);

        // More than are written at once.
        for (var i = 0; i < 20; i++)
        {
            _ = writes.Add(Entries.Key($"lost {i}"), new(Entries.Entry()));
        }

        await Eventually.IsTrueAsync(() => _log.Count(1003) == 20);
        fails = false;
        _ = writes.Add(Entries.Key("kept"), new(Entries.Entry()));

        await Eventually.IsTrueAsync(() => store.Entries.ContainsKey(Entries.Key("kept")));
        await Eventually.IsTrueAsync(() => writes.Count == 0);
    }

    [Fact, Trait("Proves", "F-83")]
    public async Task A_logger_that_throws_ends_no_writer_of_invalidations_and_leaves_no_caller_waiting()
    {
        await using var open = await OpenLedger.At(_folder.Path, logger: new ThrowingLogger());
        var ledger = _folder.At("ledger");
        Directory.Move(ledger, ledger + ".moved");
        await File.WriteAllTextAsync(ledger, "in the way", TestContext.Current.CancellationToken);

        var refused = await Assert.ThrowsAsync<PerennialException>(
            async () => await open.Ledger.StampAsync(["a"], InvalidationKind.Expire, TestContext.Current.CancellationToken));
        File.Delete(ledger);
        var position = await open.Ledger.StampAsync(["b"], InvalidationKind.Expire, TestContext.Current.CancellationToken);
        var next = await open.Ledger.StampAsync(["c"], InvalidationKind.Expire, TestContext.Current.CancellationToken);

        Assert.Equal(("PER2110", 1, 2), (refused.Code, position.Number, next.Number));
    }

    [Fact, Trait("Proves", "F-83")]
    public async Task A_folder_that_cannot_be_read_at_start_is_looked_at_again_until_it_can()
    {
        await using (var before = await OpenStore.At(_folder.Path))
        {
            await before.Store.SetAsync(Some.Key("x"), Some.Entry(1), TestContext.Current.CancellationToken);
        }

        var time = new FakeTimeProvider();
        var shard = Path.GetDirectoryName(EntryName.Of(Some.Key("x")).PathIn(_folder.At("entries")))!;
        Directory.Move(shard, shard + ".moved");
        // A link to itself: even a superuser cannot read it.
        Directory.CreateSymbolicLink(shard, shard);
        await using var open = await OpenStore.At(_folder.Path, time: time, logger: _log);
        await open.Store.Indexed;
        Assert.Equal(0, open.Store.Count);

        File.Delete(shard);
        Directory.Move(shard + ".moved", shard);
        await Eventually.IsTrueAsync(() =>
        {
            time.Advance(TimeSpan.FromMinutes(1));
            return open.Store.Count == 1;
        });

        Assert.Equal(1, _log.Count(1513));
    }

    public void Dispose() => _folder.Dispose();

    private sealed class ThrowingLogger : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new InvalidOperationException("the log is gone");
    }
}
