using Perennial.Caching;
using Perennial.Fleet.Servers;
using Perennial.Testing.Conformance;

namespace Perennial.Fleet.Redis;

/// <summary>A real Redis keeps what every storage promises.</summary>
public static class RedisConformanceTests
{
    public sealed class Ledger(FleetServers servers) : TagLedgerConformance, IAsyncDisposable
    {
        private RedisSite _site = new(RedisServer.NewPrefix());

        public static TheoryData<string> Names => [.. new Ledger(new()).Cases.Select(static each => each.Name)];

        [Theory, MemberData(nameof(Names))]
        public Task Conforms(string name) => Cases.Single(each => each.Name == name).RunAsync(TestContext.Current.CancellationToken);

        public ValueTask DisposeAsync() => _site.DisposeAsync();

        protected override async ValueTask<ITagLedger> CreateAsync(CancellationToken cancellationToken) =>
            (await _site.OpenAsync((await servers.RedisAsync()).ConnectionString)).Ledger!;

        // A server that starts anew.
        protected override ValueTask<ITagLedger> ReopenAsync(ITagLedger ledger, CancellationToken cancellationToken) => CreateAsync(cancellationToken);
    }

    public sealed class Store(FleetServers servers) : CacheStoreConformance, IAsyncDisposable
    {
        private readonly RedisSite _site = new(RedisServer.NewPrefix());

        public static TheoryData<string> Names => [.. new Store(new()).Cases.Select(static each => each.Name)];

        [Theory, MemberData(nameof(Names))]
        public Task Conforms(string name) => Cases.Single(each => each.Name == name).RunAsync(TestContext.Current.CancellationToken);

        public ValueTask DisposeAsync() => _site.DisposeAsync();

        protected override async ValueTask<ICacheStore> CreateAsync(CancellationToken cancellationToken) =>
            (await _site.OpenAsync((await servers.RedisAsync()).ConnectionString)).Store!;
    }

    public sealed class Shared(FleetServers servers) : SharedStorageConformance, IAsyncDisposable
    {
        private readonly RedisSite _site = new(RedisServer.NewPrefix());
        private readonly Dictionary<StorageParts, CuttingProxy> _wires = [];

        public static TheoryData<string> Names => [.. new Shared(new()).Cases.Select(static each => each.Name)];

        [Theory, MemberData(nameof(Names))]
        public Task Conforms(string name) => Cases.Single(each => each.Name == name).RunAsync(TestContext.Current.CancellationToken);

        public async ValueTask DisposeAsync()
        {
            await _site.DisposeAsync();
            foreach (var wire in _wires.Values)
            {
                await wire.DisposeAsync();
            }
        }

        protected override async ValueTask<IReadOnlyList<StorageParts>> ConnectAsync(int servers, CancellationToken cancellationToken)
        {
            var parts = new List<StorageParts>();
            while (parts.Count < servers)
            {
                parts.Add(await JoinAsync(cancellationToken));
            }

            return parts;
        }

        protected override async ValueTask<StorageParts> JoinAsync(CancellationToken cancellationToken)
        {
            var wire = new CuttingProxy((await servers.RedisAsync()).Port);
            var parts = await _site.OpenAsync(wire.ConnectionString);
            _wires[parts] = wire;
            return parts;
        }

        protected override ValueTask CutOffAsync(StorageParts server, CancellationToken cancellationToken)
        {
            _wires[server].Cut();
            return default;
        }

        protected override ValueTask ReconnectAsync(StorageParts server, CancellationToken cancellationToken)
        {
            _wires[server].Mend();
            return default;
        }

        protected override ValueTask KillAsync(StorageParts server, CancellationToken cancellationToken)
        {
            _wires[server].Cut();
            return default;
        }
    }
}
