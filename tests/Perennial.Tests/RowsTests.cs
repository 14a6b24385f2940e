using Perennial.Tests.House;

namespace Perennial.Tests;

public sealed class RowsTests
{
    private const int LastRow = 223;

    private static readonly HashSet<string> Known = ["CacheTests.A_page_is_kept"];

    [Fact]
    public void Every_row_stands_once_and_in_order() =>
        Assert.Equal(Enumerable.Range(1, LastRow), Proofs.Rows(Repository.Read("docs/rows.md")).Select(static row => row.Row));

    [Fact]
    public void Every_proof_exists()
    {
        var tests = Proofs.AllTests();

        var broken = Proofs.Rows(Repository.Read("docs/rows.md"))
            .Select(row => (row.Row, Wrong: Proofs.Judge(row.Proof, tests, Repository.Exists)))
            .Where(static row => row.Wrong is not null)
            .Select(static row => $"row {row.Row}: {row.Wrong}")
            .ToList();

        Assert.True(broken is [], string.Join('\n', broken));
    }

    [Theory]
    [InlineData("CacheTests.A_page_is_kept")]
    [InlineData("`CacheTests.A_page_is_kept`; later: part 4")]
    [InlineData("docs: docs/there.md")]
    [InlineData("n/a: .NET has one runtime")]
    public void A_proof_that_exists_is_accepted(string proof) =>
        Assert.Null(Proofs.Judge(proof, Known, static file => file is "docs/there.md"));

    [Theory]
    [InlineData("CacheTests.A_page_is_lost")]
    [InlineData("`CacheTests.A_page_is_kept`; CacheTests.Gone")]
    [InlineData("docs: docs/gone.md")]
    [InlineData("later")]
    [InlineData("later: part 1")]
    [InlineData("n/a:")]
    [InlineData("")]
    public void A_proof_that_does_not_exist_is_refused(string proof) =>
        Assert.NotNull(Proofs.Judge(proof, Known, static file => file is "docs/there.md"));

    [Fact]
    public void Tests_are_found_in_sources_with_their_attributes_between() => Assert.Equal(
        ["ATests.One", "ATests.Two", "BTests.Three"],
        Proofs.Tests("""
            public sealed class ATests
            {
                [Fact]
                [Trait("Proves", "S-15")]
                public void One() { }

                public void Helper() { }

                [Theory, InlineData("a")]
                public async Task Two(string a) { }
            }
            internal static class Helper
            {
            }
            public sealed class BTests(Fixture fixture) : IClassFixture<Fixture>
            {
                [Fact(Timeout = 1000)]
                public static Task Three() => Task.CompletedTask;
            }
            """));
}
