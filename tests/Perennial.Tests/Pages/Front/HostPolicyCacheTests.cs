using Perennial.Http;
using Perennial.Pages.Front;

namespace Perennial.Tests.Pages.Front;

public sealed class HostPolicyCacheTests
{
    [Fact]
    public void A_flood_of_hosts_that_are_none_makes_no_tenant_forgotten_and_stays_within_the_limit()
    {
        var verdicts = new HostPolicyCache(limit: 100);
        verdicts.Keep("rose.test", Site(0));
        for (var i = 0; i < 1000; i++)
        {
            verdicts.Keep($"x{i}.test", new(null, i));
        }

        Assert.NotNull(verdicts.Find("rose.test")?.Site);
        Assert.InRange(Enumerable.Range(0, 1000).Count(i => verdicts.Find($"x{i}.test") is not null), 1, 100);
        Assert.NotNull(verdicts.Find("x999.test"));
    }

    [Fact]
    public void What_was_said_last_counts()
    {
        var verdicts = new HostPolicyCache(limit: 100);
        verdicts.Keep("rose.test", Site(0));
        verdicts.Keep("rose.test", new(null, 1));
        Assert.Null(verdicts.Find("rose.test")!.Site);

        verdicts.Keep("rose.test", Site(2));
        Assert.NotNull(verdicts.Find("rose.test")!.Site);
    }

    private static HostPolicyResult Site(long at) => new(new SiteFeature(new Uri("https://rose.test")), at);
}
