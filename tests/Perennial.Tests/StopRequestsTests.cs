using Microsoft.Extensions.Time.Testing;

namespace Perennial.Tests;

public sealed class StopRequestsTests
{
    [Fact]
    public void A_signal_within_a_second_of_the_first_is_the_same_request()
    {
        var time = new FakeTimeProvider();
        var requests = new StopRequests(time);

        Assert.Equal(StopRequest.First, requests.Note());
        Assert.Equal(StopRequest.SameAgain, requests.Note());
        time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Equal(StopRequest.SameAgain, requests.Note());

        // Counted from the first: who goes on asking is heard.
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(StopRequest.Another, requests.Note());
    }
}
