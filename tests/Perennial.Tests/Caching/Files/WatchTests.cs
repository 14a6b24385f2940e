using Perennial.Caching.Files;

namespace Perennial.Tests.Caching.Files;

public sealed class WatchTests
{
    [Fact]
    public void A_folder_that_cannot_be_used_is_tried_less_and_less_often_and_never_rarer_than_every_ten_seconds() =>
        Assert.Equal([1, 2, 4, 8, 10, 10, 10], Enumerable.Range(1, 7).Select(static tries => Watch.Retry(tries).TotalSeconds));
}
