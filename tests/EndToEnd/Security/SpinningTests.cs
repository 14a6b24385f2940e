using System.Net;
using Microsoft.AspNetCore.Builder;

namespace Perennial.EndToEnd.Security;

/// <summary>Code that never comes back, and looks at no token: a loop without an end, in the app or in the runtime.</summary>
public sealed class SpinningTests
{
    private volatile bool _stop;
    private int _spinning;

    [Fact]
    [Trait("Proves", "S-88")]
    public async Task A_request_that_spins_stops_no_other_one_and_its_visitors_do_not_wait_for_ever()
    {
        await using var site = await TestSite.StartAsync(app =>
        {
            app.MapGet("/page", static () => "page").Revalidate(60);
            app.MapGet("/other/{x}", static (string x) => "other " + x).Revalidate(60);
            app.MapGet("/live", static () => "live").DynamicPage();
            app.MapGet("/spin", Spin).Revalidate(60);
            app.MapGet("/spin-live", Spin).DynamicPage();
        });
        try
        {
            Assert.Equal("page", await site.TextAsync("/page"));
            var live = site.GetAsync("/spin-live");
            var first = site.GetAsync("/spin");
            var second = site.GetAsync("/spin");
            await Eventually.IsTrueAsync(() => Task.FromResult(Volatile.Read(ref _spinning) == 2));

            Assert.Equal("page", await site.TextAsync("/page"));
            Assert.Equal("other 1", await site.TextAsync("/other/1"));
            Assert.Equal("live", await site.TextAsync("/live"));

            // A kept page has a time limit; a dynamic one is its own visitor's business.
            site.Time.Advance(TimeSpan.FromSeconds(60));
            Assert.Equal(HttpStatusCode.GatewayTimeout, (await first).StatusCode);
            Assert.Equal(HttpStatusCode.GatewayTimeout, (await second).StatusCode);
            Assert.False(live.IsCompleted);
            _stop = true;
            Assert.Equal(HttpStatusCode.OK, (await live).StatusCode);
        }
        finally
        {
            _stop = true;
        }
    }

    private string Spin()
    {
        Interlocked.Increment(ref _spinning);
        while (!_stop)
        {
            Thread.SpinWait(1000);
        }

        return "spun";
    }
}
