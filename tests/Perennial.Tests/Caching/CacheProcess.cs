using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Perennial.Caching.Files;
using Perennial.Caching.Ledger;

namespace Perennial.Tests.Caching;

/// <summary>What one process does with a cache folder: opens it, holds it or not, and lets go of it. Its clock is a test's.</summary>
internal sealed class CacheProcess : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly FolderStores _stores;

    private CacheProcess(string directory, ILoggerFactory loggers)
    {
        var options = new CacheOptions { Directory = directory, ReadTimeout = TimeSpan.FromSeconds(10) };
        _stores = new(options, ImageQuota.None, _time, loggers);
        Storage = new(options, _time, loggers);
    }

    public CacheStorage Storage { get; }

    public ProcessLedger Ledger => Storage.Ledger;

    public bool HoldsFolder => Storage.InMemoryBecause is null;

    public static async Task<CacheProcess> StartAsync(string directory, ILoggerFactory? loggers = null, CodeVersion? code = null)
    {
        var process = new CacheProcess(directory, loggers ?? NullLoggerFactory.Instance) { Storage = { Code = code } };
        await process.Storage.OpenAsync(
            folder => process._stores.OpenAsync(folder, built: null, own: null, default), process._stores.AttachAsync, default);
        return process;
    }

    /// <summary>Lets time pass until something has come about.</summary>
    public Task PassesUntilAsync(Func<bool> condition) => Eventually.IsTrueAsync(() =>
    {
        var isTrue = condition();
        _time.Advance(TimeSpan.FromSeconds(1));
        return isTrue;
    });

    /// <summary>Lets the watch over the folder look at least twice.</summary>
    public async Task PassesAWhileAsync()
    {
        var looks = 0;
        await PassesUntilAsync(() => ++looks > 30);
    }

    public async ValueTask<CacheEntry> KeepAsync(EntryKey key, params CacheTag[] tags)
    {
        var entry = Entries.Entry(position: Ledger.Position, lifetime: Lifetime.Of(60), tags: tags);
        await Storage.Store.SetAsync(key, entry, default);
        return entry;
    }

    public async ValueTask<CacheEntry?> ReadAsync(EntryKey key) =>
        await Storage.Store.EntryAsync(key, CacheKind.Component, default);

    public FreshnessState Judge(CacheEntry entry) => Freshness.ByLedger(entry.Facts, Ledger).State;

    public async ValueTask DisposeAsync()
    {
        await Storage.EndAsync();
        await _stores.DisposeAsync();
        await Storage.DisposeAsync();
    }
}
