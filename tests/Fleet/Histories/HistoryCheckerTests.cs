using Perennial.Caching;

namespace Perennial.Fleet.Histories;

public sealed class HistoryCheckerTests
{
    private static readonly Change Expired = new(0, "a", InvalidationKind.Expire, 2, 100, 110, ChangeResult.Applied);

    private readonly HistoryChecker _checker = new(bound: 2000, trust: 6000);

    [Fact]
    public void The_old_page_after_an_acknowledged_expiry_on_the_same_server_is_found() =>
        Assert.StartsWith("H-1", Assert.Single(Check(Read(0, 120, 1), [Expired])), StringComparison.Ordinal);

    [Fact]
    public void The_new_page_is_right() => Assert.Empty(Check(Read(0, 120, 2), [Expired]));

    [Fact]
    public void A_visit_that_began_before_the_answer_may_show_either() => Assert.Empty(Check(Read(0, 109, 1), [Expired]));

    [Theory]
    [InlineData(2000, false)]
    [InlineData(2200, true)]
    public void Another_server_has_time_until_the_bound(double start, bool isFound) => Assert.Equal(isFound, Check(Read(1, start, 1), [Expired]).Count is 1);

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void After_a_revalidation_the_old_page_must_not_claim_to_be_fresh(bool isFresh, bool isFound) => Assert.Equal(
        isFound, Check(Read(0, 120, 1) with { IsFresh = isFresh }, [Expired with { Kind = InvalidationKind.Revalidate }]).Count is 1);

    [Theory]
    [InlineData(4000, true, false)]
    [InlineData(7000, true, true)]
    [InlineData(7000, false, false)]
    public void A_server_that_was_cut_off_claims_to_be_fresh_for_as_long_as_it_may_trust(double start, bool isFresh, bool isFound) => Assert.Equal(
        isFound,
        _checker.Violations(new([Read(1, start, 1) with { IsFresh = isFresh }], [Expired], [new("cut", 1, 90, 9000)])).Count is 1);

    [Theory]
    [InlineData(ChangeResult.NotApplied)]
    [InlineData(ChangeResult.Unknown)]
    public void What_was_not_acknowledged_binds_nobody(ChangeResult result) => Assert.Empty(Check(Read(0, 120, 1), [Expired with { Result = result }]));

    [Fact]
    public void A_version_that_goes_down_is_found() => Assert.StartsWith(
        "H-2", Assert.Single(_checker.Violations(new([Read(0, 10, 3), Read(0, 20, 2)], [], []))), StringComparison.Ordinal);

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void Over_the_end_of_a_server_an_older_page_must_say_that_it_is_stale(bool isFresh, bool isFound) => Assert.Equal(
        isFound,
        _checker.Violations(new([Read(0, 10, 3), Read(0, 20, 2) with { Life = 1, IsFresh = isFresh }], [], [])).Count is 1);

    [Theory]
    [InlineData(0, ChangeResult.Applied, 130, true)]
    [InlineData(0, ChangeResult.Unknown, 130, false)]
    [InlineData(1, ChangeResult.Applied, 130, false)]
    [InlineData(1, ChangeResult.Applied, 2200, true)]
    public void A_change_that_a_server_has_not_heard_of_may_be_seen_and_not_seen_again(int changedOn, ChangeResult result, double start, bool isFound) => Assert.Equal(
        isFound,
        _checker.Violations(new(
            [Read(0, 120, 3), Read(0, start, 2) with { IsFresh = false }],
            [new(changedOn, "a", InvalidationKind.Revalidate, 3, 100, 110, result)],
            [])).Count is 1);

    [Fact]
    public void Visits_at_the_same_time_have_no_order() => Assert.Empty(_checker.Violations(new([Read(0, 10, 3) with { End = 30 }, Read(0, 20, 2)], [], [])));

    [Fact]
    public void Another_page_s_body_is_found() => Assert.StartsWith(
        "H-5", Assert.Single(Check(Read(0, 10, 1) with { BodyKey = "b" }, [])), StringComparison.Ordinal);

    [Fact]
    public void An_error_is_found() => Assert.StartsWith("H-8", Assert.Single(Check(Read(0, 10, 1) with { Status = 500 }, [])), StringComparison.Ordinal);

    private static PageRead Read(int node, double start, int version) => new(node, 0, "a", start, start + 1, 200, "a", version, IsFresh: true);

    private IReadOnlyList<string> Check(PageRead read, IReadOnlyList<Change> changes) => _checker.Violations(new([read], changes, []));
}
