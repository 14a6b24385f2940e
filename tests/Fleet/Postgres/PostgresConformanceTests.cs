using Perennial.Caching;
using Perennial.Fleet.Servers;
using Perennial.Testing.Conformance;

namespace Perennial.Fleet.Postgres;

/// <summary>PostgreSQL keeps what every storage promises, over real connections to a real server.</summary>
public static class PostgresConformanceTests
{
    public sealed class Shared(FleetServers servers) : SharedStorageConformance, IAsyncLifetime
    {
        private readonly Dictionary<StorageParts, PostgresNode> _nodes = [];
        private PostgresFleet _fleet = null!;

        public static TheoryData<string> Names => [.. new Shared(new()).Cases.Select(static each => each.Name)];

        public async ValueTask InitializeAsync() => _fleet = new(await servers.PostgresAsync());

        public ValueTask DisposeAsync() => _fleet.DisposeAsync();

        [Theory, MemberData(nameof(Names))]
        public Task Conforms(string name) => Cases.Single(each => each.Name == name).RunAsync(TestContext.Current.CancellationToken);

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
            var node = await _fleet.AddAsync();
            _nodes[node.Parts] = node;
            await node.ListensAsync();
            return node.Parts;
        }

        protected override ValueTask CutOffAsync(StorageParts server, CancellationToken cancellationToken)
        {
            _nodes[server].Network.Cut();
            return default;
        }

        protected override ValueTask ReconnectAsync(StorageParts server, CancellationToken cancellationToken)
        {
            _nodes[server].Network.Heal();
            return default;
        }

        protected override ValueTask KillAsync(StorageParts server, CancellationToken cancellationToken) => CutOffAsync(server, cancellationToken);
    }

    public sealed class Ledger(FleetServers servers) : TagLedgerConformance, IAsyncLifetime
    {
        private readonly List<PostgresFleet> _fleets = [];
        private readonly Dictionary<ITagLedger, PostgresFleet> _ledgers = [];

        public static TheoryData<string> Names => [.. new Ledger(new()).Cases.Select(static each => each.Name)];

        public ValueTask InitializeAsync() => default;

        public async ValueTask DisposeAsync()
        {
            foreach (var fleet in _fleets)
            {
                await fleet.DisposeAsync();
            }
        }

        [Theory, MemberData(nameof(Names))]
        public Task Conforms(string name) => Cases.Single(each => each.Name == name).RunAsync(TestContext.Current.CancellationToken);

        protected override async ValueTask<ITagLedger> CreateAsync(CancellationToken cancellationToken)
        {
            var fleet = new PostgresFleet(await servers.PostgresAsync());
            _fleets.Add(fleet);
            return await AddAsync(fleet);
        }

        // A server that starts anew.
        protected override async ValueTask<ITagLedger> ReopenAsync(ITagLedger ledger, CancellationToken cancellationToken) => await AddAsync(_ledgers[ledger]);

        private async Task<ITagLedger> AddAsync(PostgresFleet fleet)
        {
            var ledger = (await fleet.AddAsync()).Ledger;
            _ledgers[ledger] = fleet;
            return ledger;
        }
    }

    public sealed class Store(FleetServers servers) : CacheStoreConformance, IAsyncLifetime
    {
        private readonly List<PostgresFleet> _fleets = [];

        public static TheoryData<string> Names => [.. new Store(new()).Cases.Select(static each => each.Name)];

        public ValueTask InitializeAsync() => default;

        public async ValueTask DisposeAsync()
        {
            foreach (var fleet in _fleets)
            {
                await fleet.DisposeAsync();
            }
        }

        [Theory, MemberData(nameof(Names))]
        public Task Conforms(string name) => Cases.Single(each => each.Name == name).RunAsync(TestContext.Current.CancellationToken);

        protected override async ValueTask<ICacheStore> CreateAsync(CancellationToken cancellationToken)
        {
            _fleets.Add(new(await servers.PostgresAsync()));
            return (await _fleets[^1].AddAsync()).Store;
        }

        // What it left behind is in the database; another server looks.
        protected override async ValueTask<ICacheStore> ReopenAsync(ICacheStore store, CancellationToken cancellationToken) =>
            (await _fleets[^1].AddAsync()).Store;
    }
}
