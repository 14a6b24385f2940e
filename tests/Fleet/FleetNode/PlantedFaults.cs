using Perennial.Caching;

namespace FleetNode;

/// <summary>Faults that the checker of histories has to find: each takes away one thing that keeps servers in order.</summary>
internal static class PlantedFaults
{
    public static void Plant(IServiceCollection services, string fault)
    {
        var provider = services.Single(static service => service.ServiceType == typeof(IStorageProvider));
        services.Remove(provider);
        services.AddSingleton<IStorageProvider>(all => new Faulty((IStorageProvider)ActivatorUtilities.CreateInstance(all, provider.ImplementationType!), fault));
    }

    private sealed class Faulty(IStorageProvider inner, string fault) : IStorageProvider
    {
        public async ValueTask<StorageParts> OpenAsync(StorageContext context, CancellationToken cancellationToken)
        {
            var parts = await inner.OpenAsync(context, cancellationToken);
            return fault switch
            {
                "deaf" => parts with { Ledger = new DeafLedger(parts.Ledger!) },
                "unordered" => parts with { Store = new UnorderedStore(parts.Store!) },
                "one-epoch" => parts with { Ledger = new OneEpochLedger(parts.Ledger!) },
                _ => throw new InvalidOperationException($"'{fault}' is no fault."),
            };
        }
    }

    /// <summary>Hears of nobody: what it read at the start, and what it stamped itself, is all that it knows.</summary>
    private sealed class DeafLedger(ITagLedger inner) : Ledger(inner)
    {
        private readonly Dictionary<CacheTag, TagStamps> _own = [];
        private LedgerPosition _position = inner.Position;

        public override LedgerPosition Position => _position;

        public override LedgerStatus Status => Inner.Status with { TrustedUntil = long.MaxValue };

        public override TagStamps this[CacheTag tag]
        {
            get
            {
                lock (_own)
                {
                    return _own.GetValueOrDefault(tag);
                }
            }
        }

        public override async ValueTask<LedgerPosition> StampAsync(StampRequest request, CancellationToken cancellationToken)
        {
            var position = await Inner.StampAsync(request, cancellationToken);
            lock (_own)
            {
                foreach (var tag in request.Tags)
                {
                    _own[tag] = Inner[tag];
                }

                _position = position;
            }

            return position;
        }
    }

    /// <summary>Every epoch is the first one: what was made before the ledger lost its end looks as if it had been watched.</summary>
    private sealed class OneEpochLedger(ITagLedger inner) : Ledger(inner)
    {
        private static readonly Guid One = new(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        private LedgerPosition _shown = new(One, 0);

        // The same instance until something changes.
        public override LedgerPosition Position => Volatile.Read(ref _shown) is var shown && shown.Number == Inner.Position.Number ? shown : _shown = new(One, Inner.Position.Number);
    }

    /// <summary>Whoever writes last wins, whatever stands there.</summary>
    private sealed class UnorderedStore(ICacheStore inner) : ICacheStore, IAsyncDisposable
    {
        public ValueTask<StoredEntry?> GetAsync(EntryKey key, CacheKind kind, CancellationToken cancellationToken) => inner.GetAsync(key, kind, cancellationToken);

        public ValueTask<PutResult> PutAsync(EntryKey key, CacheEntry entry, PutCondition condition, CancellationToken cancellationToken) =>
            inner.PutAsync(key, entry, PutCondition.Always, cancellationToken);

        public ValueTask RemoveAsync(EntryKey key, CacheKind kind, PutCondition condition, CancellationToken cancellationToken) =>
            inner.RemoveAsync(key, kind, PutCondition.Always, cancellationToken);

        public ValueTask DisposeAsync() => inner is IAsyncDisposable open ? open.DisposeAsync() : default;
    }

    private abstract class Ledger(ITagLedger inner) : ITagLedger, IAsyncDisposable
    {
        public virtual LedgerPosition Position => Inner.Position;

        public TagStamps Floor => Inner.Floor;

        public virtual LedgerStatus Status => Inner.Status;

        protected ITagLedger Inner => inner;

        public virtual TagStamps this[CacheTag tag] => Inner[tag];

        public virtual ValueTask<LedgerPosition> StampAsync(StampRequest request, CancellationToken cancellationToken) => Inner.StampAsync(request, cancellationToken);

        public ValueTask CatchUpAsync(LedgerPosition position, CancellationToken cancellationToken) => Inner.CatchUpAsync(position, cancellationToken);

        public ValueTask<LedgerPosition> BeginEpochAsync(Guid ended, CancellationToken cancellationToken) => Inner.BeginEpochAsync(Inner.Position.Epoch, cancellationToken);

        public IAsyncEnumerable<Stamp> ReadAsync(LedgerPosition from, CancellationToken cancellationToken) => Inner.ReadAsync(from, cancellationToken);

        public IDisposable Subscribe(Action<LedgerChange> applied) => Inner.Subscribe(applied);

        public ValueTask DisposeAsync() => Inner is IAsyncDisposable open ? open.DisposeAsync() : default;
    }
}
