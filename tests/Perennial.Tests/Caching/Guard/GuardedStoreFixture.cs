using System.Globalization;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Perennial.Caching;
using Perennial.Caching.Guard;

namespace Perennial.Tests.Caching.Guard;

/// <summary>A guard around a store whose faults are scripted, and the writes on their way to it, on time that moves only when told to.</summary>
public abstract class GuardedStoreFixture
{
    private protected GuardedStoreFixture()
    {
        Guard = new(Store, Options, Time, Logger);
        Writes = new(WriteAsync, (key, put) => Guard.Skip(key, put.Entry), Options.WriteTimeout, Time, Logger);
    }

    private protected FakeTimeProvider Time { get; } = new();

    private protected ScriptedStore Store { get; } = new();

    private protected CacheOptions Options { get; } = new();

    private protected CollectingLogger<GuardedStore> Logger { get; } = new();

    private protected GuardedStore Guard { get; }

    private protected PendingWrites Writes { get; }

    private protected static EntryKey Key(string name = "page") => new EntryKeyBuilder().Add(name).Build();

    private protected static CacheEntry Version(int version) => new(
        new()
        {
            Kind = CacheKind.Component,
            Tags = [],
            Position = new(Guid.Empty, 0),
            CreatedAt = DateTimeOffset.UnixEpoch,
            Lifetime = Lifetime.Forever,
        },
        [Encoding.UTF8.GetBytes(version.ToString(CultureInfo.InvariantCulture))]);

    private protected async Task<int?> ReadAsync(EntryKey? key = null) => VersionOf(await BeginRead(key));

    private protected Task<CacheEntry?> BeginRead(EntryKey? key = null) => Writes.Find(key ?? Key()) is { } written
        ? Task.FromResult(written.Facts.IsNegative ? null : written)
        : Guard.EntryAsync(key ?? Key(), CacheKind.Component, CancellationToken.None).AsTask();

    private protected Task BeginSet(int version, EntryKey? key = null) => Writes.Add(key ?? Key(), new(Version(version))).Ended;

    private protected Task BeginRemove(EntryKey? key = null) => Writes.Add(key ?? Key(), new(Entries.Entry(isNegative: true))).Ended;

    private protected static int? VersionOf(CacheEntry? entry) =>
        entry is null ? null : int.Parse(Encoding.UTF8.GetString(entry.Sections[0].Span), CultureInfo.InvariantCulture);

    /// <summary>Lets reads fail, one after the other, until the store is given up.</summary>
    private protected async Task FailReadsAsync()
    {
        for (var i = 0; i < StoreCircuitBreaker.Threshold; i++)
        {
            var read = BeginRead();
            Time.Advance(Options.ReadTimeout);
            Assert.Null(await read);
        }
    }

    // What is not there any more is removed, as what servers share is.
    private protected virtual async ValueTask<TieredEntry> WriteAsync(EntryKey key, EntryPut put, WriteHold hold)
    {
        await (put.Entry.Facts.IsNegative
            ? Guard.RemoveAsync(key, CacheKind.Component, PutCondition.Always, hold).AsTask()
            : Guard.PutAsync(key, put.Entry, PutCondition.Always, hold).AsTask());
        return new(put.Entry);
    }
}
