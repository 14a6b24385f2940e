using Perennial.Deployment;
using Perennial.Deployment.Archive;

namespace Perennial.Tests.Deployment;

public sealed class RetentionTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 31, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_deployments_that_were_served_last_stay_and_this_one_first() => Assert.Equal(
        ["own", "yesterday", "week"],
        Kept([Set("week", 7), Set("yesterday", 1), Set("older", 7.1)], Set("own", 0)));

    [Fact]
    public void By_count_this_one_counts_too() => Assert.Equal(
        ["own", "one"], Kept([Set("two", 2), Set("one", 1)], Set("own", 0), new() { DeploymentLimit = 2 }));

    [Fact]
    public void This_one_stays_whatever_its_age_and_is_not_counted_twice() => Assert.Equal(
        ["own", "one"], Kept([Set("own", 400), Set("one", 1)], Set("own", 400)));

    [Theory]
    [InlineData(199, "own")]
    [InlineData(200, "own one")]
    [InlineData(201, "own one")]
    [InlineData(300, "own one two")]
    [Trait("Proves", "R-9")]
    public void By_bytes_the_oldest_go_first(long limit, string kept) => Assert.Equal(
        kept.Split(' '), Kept([Set("two", 2), Set("one", 1)], Set("own", 0), new() { SizeLimit = limit }));

    [Fact]
    public void A_file_that_two_deployments_have_counts_once() => Assert.Equal(
        ["own", "one"], Kept([Set("one", 1, "same", "b")], Set("own", 0, "same", "a"), new() { SizeLimit = 300 }));

    [Fact]
    public void One_that_is_too_large_alone_leaves_the_others_as_they_are() => Assert.Equal(
        ["small"], Kept([Set("small", 1)], Set("own", 0, "a", "b"), new() { SizeLimit = 100 }));

    private static IEnumerable<string> Kept(IEnumerable<StoredSet> sets, StoredSet own, AssetArchiveOptions? options = null) =>
        Retention.Choose(sets, own, options ?? new(), Now).Select(static set => set.Name);

    // Each file has 100 bytes; without names a set has one of its own.
    private static StoredSet Set(string name, double daysAgo, params string[] files) => new(
        name,
        Now.AddDays(-daysAgo),
        new()
        {
            Assets = [new() { Path = "/x", ContentType = "text/css", Files = [.. (files is [] ? [name] : files).Select(static file => new ArchivedFile { Hash = file, Length = 100, ETag = "\"x\"" })] }],
        });
}
