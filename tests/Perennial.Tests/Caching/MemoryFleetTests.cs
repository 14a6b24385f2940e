using Microsoft.Extensions.Logging.Abstractions;
using Perennial.Caching;
using Perennial.Testing.Conformance;
using Perennial.Testing.Fleet;

namespace Perennial.Tests.Caching;

/// <summary>The storage that tests of several servers stand on keeps what a real one promises.</summary>
public static class MemoryFleetTests
{
    public static StorageContext Context(TimeProvider? time = null) => new()
    {
        Purpose = StoragePurpose.Serve,
        SiteUrl = null,
        BuildId = "build",
        Options = new(),
        Time = time ?? TimeProvider.System,
        Loggers = NullLoggerFactory.Instance,
    };

    public sealed class Shared : SharedStorageConformance
    {
        private readonly MemoryFleet _fleet = new();
        private readonly Dictionary<StorageParts, MemoryNode> _nodes = [];

        public static TheoryData<string> Names => [.. new Shared().Cases.Select(static each => each.Name)];

        [Theory, MemberData(nameof(Names))]
        public Task Conforms(string name) =>
            Cases.Single(each => each.Name == name).RunAsync(TestContext.Current.CancellationToken);

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
            var node = _fleet.AddNode();
            var parts = await node.OpenAsync(Context(), cancellationToken);
            _nodes[parts] = node;
            return parts;
        }

        protected override ValueTask CutOffAsync(StorageParts server, CancellationToken cancellationToken)
        {
            _nodes[server].Disconnect();
            return default;
        }

        protected override ValueTask ReconnectAsync(StorageParts server, CancellationToken cancellationToken)
        {
            _nodes[server].Reconnect();
            return default;
        }

        protected override ValueTask KillAsync(StorageParts server, CancellationToken cancellationToken)
        {
            _nodes[server].Kill();
            return default;
        }
    }

    public sealed class Ledger : TagLedgerConformance
    {
        private readonly MemoryFleet _fleet = new();

        public static TheoryData<string> Names => [.. new Ledger().Cases.Select(static each => each.Name)];

        [Theory, MemberData(nameof(Names))]
        public Task Conforms(string name) =>
            Cases.Single(each => each.Name == name).RunAsync(TestContext.Current.CancellationToken);

        protected override async ValueTask<ITagLedger> CreateAsync(CancellationToken cancellationToken) =>
            (await _fleet.AddNode().OpenAsync(Context(), cancellationToken)).Ledger!;

        // A server that starts anew.
        protected override ValueTask<ITagLedger> ReopenAsync(ITagLedger ledger, CancellationToken cancellationToken) => CreateAsync(cancellationToken);
    }

    /// <summary>Numbers may be given to nobody: a transaction that is rolled back, a sequence that is not without gaps.</summary>
    public sealed class LedgerWithGaps : TagLedgerConformance
    {
        private readonly MemoryFleet _fleet = new();

        public static TheoryData<string> Names => [.. new LedgerWithGaps().Cases.Select(static each => each.Name)];

        [Theory, MemberData(nameof(Names))]
        public Task Conforms(string name) =>
            Cases.Single(each => each.Name == name).RunAsync(TestContext.Current.CancellationToken);

        protected override async ValueTask<ITagLedger> CreateAsync(CancellationToken cancellationToken) =>
            new SkippingLedger(_fleet, (await _fleet.AddNode().OpenAsync(Context(), cancellationToken)).Ledger!);

        protected override ValueTask<ITagLedger> ReopenAsync(ITagLedger ledger, CancellationToken cancellationToken) => CreateAsync(cancellationToken);
    }

    public sealed class Store : CacheStoreConformance
    {
        private readonly MemoryFleet _fleet = new();

        public static TheoryData<string> Names => [.. new Store().Cases.Select(static each => each.Name)];

        [Theory, MemberData(nameof(Names))]
        public Task Conforms(string name) =>
            Cases.Single(each => each.Name == name).RunAsync(TestContext.Current.CancellationToken);

        protected override async ValueTask<ICacheStore> CreateAsync(CancellationToken cancellationToken) =>
            (await _fleet.AddNode().OpenAsync(Context(), cancellationToken)).Store!;
    }
}
