using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Caching;
using Perennial.Testing.Fleet;

namespace Perennial.EndToEnd;

/// <summary>Who purges a network in front must hear of everything that is in force, whatever becomes of the call or of the others.</summary>
public sealed class InvalidationObserverTests
{
    [Fact]
    public async Task One_that_times_out_costs_neither_the_call_nor_the_others()
    {
        var purge = new Observer(static _ => throw new TaskCanceledException("The request was canceled due to the configured HttpClient.Timeout."));
        var other = new Observer(static _ => Task.CompletedTask);
        await using var site = await StartAsync(purge, other);

        await site.Revalidator.RevalidateAsync("list", TestContext.Current.CancellationToken);

        Assert.Equal(["list"], other.Told);
    }

    [Fact]
    public async Task Whoever_stops_waiting_takes_nothing_back_so_they_are_told()
    {
        using var leaving = new CancellationTokenSource();
        var first = new Observer(async token =>
        {
            await leaving.CancelAsync();
            token.ThrowIfCancellationRequested();
        });
        var second = new Observer(static _ => Task.CompletedTask);
        await using var site = await StartAsync(first, second);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => site.Revalidator.RevalidateAsync("list", leaving.Token));

        await Eventually.IsTrueAsync(() => Task.FromResult(second.Told.Count == 1));
    }

    [Fact]
    public async Task A_regeneration_is_told_too()
    {
        var purge = new Observer(static _ => Task.CompletedTask);
        await using var site = await StartAsync(purge);

        await site.Revalidator.RegenerateAsync("/page", TestContext.Current.CancellationToken);

        Assert.Equal(["path:/page"], purge.Told);
    }

    [Fact]
    public async Task A_new_epoch_is_told_as_a_revalidation_of_everything_and_the_start_does_not_wait_for_it()
    {
        string folder;
        var hangs = new Observer(static _ => Task.CompletedTask) { Epoch = static () => new TaskCompletionSource().Task };
        await using (var site = await StartAsync(hangs))
        {
            await Eventually.IsTrueAsync(() => hangs.Epochs == 1);
            folder = await site.StopAsync();
        }

        var purge = new Observer(static _ => Task.CompletedTask);
        await using (var site = await StartAsync(folder, purge))
        {
            // The ledger has watched everything since: nothing is told of this start, and all of what happens in it.
            await site.Services.GetRequiredService<ITagLedger>().BeginEpochAsync(
                site.Services.GetRequiredService<ITagLedger>().Position.Epoch, TestContext.Current.CancellationToken);
            await Eventually.IsTrueAsync(() => purge.Epochs == 1);
        }

        File.Delete(Path.Join(folder, "cache", "ledger", "tags.log"));
        var after = new Observer(static _ => Task.CompletedTask);
        await using (var site = await StartAsync(folder, after))
        {
            await Eventually.IsTrueAsync(() => after.Epochs == 1);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Where_nobody_knows_whether_it_was_applied_it_is_asked_for_once_more_and_told_all_the_same()
    {
        var fleet = new MemoryFleet();
        var node = fleet.AddNode();
        var purge = new Observer(static _ => Task.CompletedTask);
        await using var site = await StartAsync(node, purge);
        node.LosesAnswers = true;

        var error = await Assert.ThrowsAsync<PerennialException>(
            () => site.Revalidator.RevalidateAsync("list", TestContext.Current.CancellationToken));

        Assert.Equal("PER2112", error.Code);
        Assert.Equal(1, fleet.Position.Number);
        Assert.Equal(["list"], purge.Told);
    }

    [Fact]
    public async Task An_answer_that_is_lost_once_is_no_error()
    {
        var fleet = new MemoryFleet();
        var storage = new OneAnswerLost(fleet.AddNode());
        var purge = new Observer(static _ => Task.CompletedTask);
        await using var site = await StartAsync(storage, purge);

        await site.Revalidator.RevalidateAsync("list", TestContext.Current.CancellationToken);

        Assert.Equal(2, storage.Asked);
        Assert.Equal(1, fleet.Position.Number);
        Assert.Equal(["list"], purge.Told);
    }

    [Fact]
    public async Task An_epoch_is_told_by_the_server_that_began_it_and_by_no_other()
    {
        var fleet = new MemoryFleet();
        var (purge, other) = (new Observer(static _ => Task.CompletedTask), new Observer(static _ => Task.CompletedTask));
        await using var one = await StartAsync(fleet.AddNode(), purge);
        await using var two = await StartAsync(fleet.AddNode(), other);

        var ledger = one.Services.GetRequiredService<ITagLedger>();
        await ledger.BeginEpochAsync(ledger.Position.Epoch, TestContext.Current.CancellationToken);
        await Eventually.IsTrueAsync(() => purge.Epochs == 1);
        Assert.Equal(ledger.Position.Epoch, two.Services.GetRequiredService<ITagLedger>().Position.Epoch);

        // What comes after it is told after it.
        await two.Revalidator.RevalidateAsync("list", TestContext.Current.CancellationToken);
        Assert.Equal((1, 0), (purge.Epochs, other.Epochs));
    }

    [Fact]
    public async Task An_epoch_that_began_when_the_storage_was_opened_is_told_by_the_server_that_opened_it()
    {
        var fleet = new MemoryFleet();
        var (purge, other) = (new Observer(static _ => Task.CompletedTask), new Observer(static _ => Task.CompletedTask));
        await using var one = await StartAsync(new Began(fleet.AddNode()), purge);
        await using var two = await StartAsync(fleet.AddNode(), other);

        await Eventually.IsTrueAsync(() => purge.Epochs == 1);
        await two.Revalidator.RevalidateAsync("list", TestContext.Current.CancellationToken);
        Assert.Equal((1, 0), (purge.Epochs, other.Epochs));
    }

    private static Task<TestSite> StartAsync(IStorageProvider storage, Observer observer) => TestSite.StartAsync(
        static app => app.MapGet("/page", static () => "page").Prerender(tags: ["list"]),
        services: builder => builder.Services.AddSingleton(storage).AddSingleton<IInvalidationObserver>(observer));

    private static Task<TestSite> StartAsync(params Observer[] observers) => StartAsync(null, observers);

    private static Task<TestSite> StartAsync(string? folder, params Observer[] observers) => TestSite.StartAsync(
        static app => app.MapGet("/page", static () => "page").Prerender(tags: ["list"]),
        folder: folder,
        services: builder =>
        {
            foreach (var observer in observers)
            {
                builder.Services.AddSingleton<IInvalidationObserver>(observer);
            }
        });

    private sealed class Began(MemoryNode node) : IStorageProvider
    {
        public async ValueTask<StorageParts> OpenAsync(StorageContext context, CancellationToken cancellationToken) =>
            await node.OpenAsync(context, cancellationToken) with { EpochBegan = true };
    }

    /// <summary>The first answer of its ledger gets lost, after what was asked has happened.</summary>
    private sealed class OneAnswerLost(MemoryNode node) : IStorageProvider
    {
        public int Asked { get; private set; }

        public async ValueTask<StorageParts> OpenAsync(StorageContext context, CancellationToken cancellationToken) =>
            await node.OpenAsync(context, cancellationToken) is var parts ? parts with { Ledger = new Losing(this, parts.Ledger!) } : throw new InvalidOperationException();

        private sealed class Losing(OneAnswerLost owner, ITagLedger inner) : ITagLedger
        {
            public LedgerPosition Position => inner.Position;

            public TagStamps Floor => inner.Floor;

            public LedgerStatus Status => inner.Status;

            public TagStamps this[CacheTag tag] => inner[tag];

            public async ValueTask<LedgerPosition> StampAsync(StampRequest request, CancellationToken cancellationToken)
            {
                var position = await inner.StampAsync(request, cancellationToken);
                return ++owner.Asked is 1 ? throw new PerennialException("PER2112", "Nobody knows.") : position;
            }

            public ValueTask CatchUpAsync(LedgerPosition position, CancellationToken cancellationToken) => inner.CatchUpAsync(position, cancellationToken);

            public ValueTask<LedgerPosition> BeginEpochAsync(Guid ended, CancellationToken cancellationToken) => inner.BeginEpochAsync(ended, cancellationToken);

            public IAsyncEnumerable<Stamp> ReadAsync(LedgerPosition from, CancellationToken cancellationToken) => inner.ReadAsync(from, cancellationToken);

            public IDisposable Subscribe(Action<LedgerChange> applied) => inner.Subscribe(applied);
        }
    }

    private sealed class Observer(Func<CancellationToken, Task> work) : IInvalidationObserver
    {
        private readonly List<string> _told = [];
        private int _epochs;

        /// <summary>How often it was told that everything was revalidated, because an epoch began.</summary>
        public int Epochs => Volatile.Read(ref _epochs);

        /// <summary>What it does then.</summary>
        public Func<Task> Epoch { get; init; } = static () => Task.CompletedTask;

        public IReadOnlyList<string> Told
        {
            get
            {
                lock (_told)
                {
                    return [.. _told];
                }
            }
        }

        public async ValueTask InvalidatedAsync(
            IReadOnlyCollection<CacheTag> tags, InvalidationKind kind, CancellationToken cancellationToken)
        {
            if (tags.Contains(CacheTag.All) && kind is InvalidationKind.Revalidate)
            {
                Interlocked.Increment(ref _epochs);
                await Epoch();
                return;
            }

            await work(cancellationToken);
            lock (_told)
            {
                _told.AddRange(tags.Select(static tag => tag.ToString()));
            }
        }
    }
}
