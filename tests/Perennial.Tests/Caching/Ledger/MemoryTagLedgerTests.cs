using Perennial.Caching.Ledger;
using Perennial.Testing.Conformance;

namespace Perennial.Tests.Caching.Ledger;

public sealed class MemoryTagLedgerTests : TagLedgerConformance
{
    public static TheoryData<string> Names => [.. new MemoryTagLedgerTests().Cases.Select(static each => each.Name)];

    [Theory, MemberData(nameof(Names))]
    public Task Conforms(string name) =>
        Cases.Single(each => each.Name == name).RunAsync(TestContext.Current.CancellationToken);

    [Fact]
    public async Task What_is_forgotten_is_taken_for_stale_or_expired()
    {
        var ledger = new MemoryTagLedger(tagLimit: 100);
        for (var i = 1; i <= 101; i++)
        {
            await ledger.StampAsync(
                [CacheTag.User($"t{i}")], i is 5 ? InvalidationKind.Expire : InvalidationKind.Revalidate, default);
        }

        Assert.Equal(new TagStamps(26, 5), ledger.Floor);
        Assert.Equal(ledger.Floor, ledger["t1"]);
        Assert.Equal(new TagStamps(27, 0), ledger["t27"]);
        Assert.Equal(101, ledger.Position.Number);
    }

    protected override ValueTask<ITagLedger> CreateAsync(CancellationToken cancellationToken) =>
        new(new MemoryTagLedger(tagLimit: 10_000));

    protected override ValueTask<ITagLedger> ReopenAsync(ITagLedger ledger, CancellationToken cancellationToken) =>
        CreateAsync(cancellationToken);
}
