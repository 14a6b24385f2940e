using Microsoft.Extensions.Time.Testing;
using Perennial.Caching;
using Perennial.Tests.Caching.Flights;
using Perennial.Tests.Caching.Ledger;

namespace Perennial.Tests.Caching;

/// <summary>What providers bring is foreign code: it is guarded where it is put together, and refused where it cannot keep its word.</summary>
public sealed class StorageComposerTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ForeignLedger _ledger = new();

    [Fact]
    public async Task What_a_ledger_throws_is_an_error_with_a_code_and_nobody_knows_what_became_of_an_invalidation()
    {
        await using var composed = await ComposeAsync(new StorageParts { Ledger = _ledger });
        _ledger.OnCall = static () => throw new InvalidOperationException("Somebody else's code.");

        Assert.Equal("PER2112", await CodeAsync(() => composed.Ledger!.StampAsync(["t"], InvalidationKind.Expire, default).AsTask()));
        Assert.Equal("PER2113", await CodeAsync(() => composed.Ledger!.CatchUpAsync(_ledger.Position, default).AsTask()));
        Assert.Equal("PER2113", await CodeAsync(() => composed.Ledger!.BeginEpochAsync(Guid.NewGuid(), default).AsTask()));
    }

    [Fact]
    public async Task What_a_ledger_says_itself_is_passed_on()
    {
        await using var composed = await ComposeAsync(new StorageParts { Ledger = _ledger });
        _ledger.OnCall = static () => throw new PerennialException("PER2110", "It was not applied.");

        Assert.Equal("PER2110", await CodeAsync(() => composed.Ledger!.StampAsync(["t"], InvalidationKind.Expire, default).AsTask()));
    }

    [Fact]
    public async Task A_ledger_that_hangs_costs_a_visitor_two_seconds_and_an_invalidation_five()
    {
        await using var composed = await ComposeAsync(new StorageParts { Ledger = _ledger });
        _ledger.OnCall = ScriptedStore.Hang;

        var catchingUp = CodeAsync(() => composed.Ledger!.CatchUpAsync(_ledger.Position, default).AsTask());
        var stamping = CodeAsync(() => composed.Ledger!.StampAsync(["t"], InvalidationKind.Expire, default).AsTask());
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("PER2113", await Eventually.EndsAsync(catchingUp, "Catching up"));
        Assert.False(stamping.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal("PER2112", await Eventually.EndsAsync(stamping, "The invalidation"));
    }

    [Fact]
    public async Task A_shared_ledger_that_never_says_how_long_to_believe_it_is_refused()
    {
        _ledger.Status = new(IsDurable: true, IsShared: true);

        Assert.Equal("PER1008", await CodeAsync(() => ComposeAsync(new StorageParts { Ledger = _ledger })));
    }

    [Fact]
    public async Task A_lease_without_a_store_that_servers_share_is_refused()
    {
        Assert.Equal("PER1009", await CodeAsync(() => ComposeAsync(new StorageParts { Lease = new ScriptedLeases() })));
        Assert.Equal("PER1009", await CodeAsync(() => ComposeAsync(new StorageParts { Lease = new ScriptedLeases(), Store = new DictionaryStore() })));
    }

    private static async Task<string> CodeAsync(Func<Task> call) => (await Assert.ThrowsAsync<PerennialException>(call)).Code;

    private Task<ComposedStorage> ComposeAsync(params StorageParts[] brought) =>
        new StorageComposer(brought.Select(static parts => new Provider(parts))).OpenAsync(MemoryFleetTests.Context(_time), default);

    private sealed class Provider(StorageParts parts) : IStorageProvider
    {
        public ValueTask<StorageParts> OpenAsync(StorageContext context, CancellationToken cancellationToken) => new(parts);
    }
}
