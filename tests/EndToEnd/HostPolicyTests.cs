using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Drafts;

namespace Perennial.EndToEnd;

/// <summary>Tenants that nobody knew when the app started.</summary>
public sealed class HostPolicyTests
{
    private readonly Tenants _tenants = new();
    private int _made;

    [Fact]
    public async Task Each_tenant_has_entries_and_addresses_of_its_own()
    {
        await using var site = await StartAsync();

        for (var i = 0; i < 2; i++)
        {
            Assert.Equal("1 https://garden.test/", await TextAsync(site, "garden.test"));
            Assert.Equal("2 https://rose.test/", await TextAsync(site, "rose.test"));
            Assert.Equal("3 https://aster.test/", await TextAsync(site, "aster.test"));
        }

        using var hit = await GetAsync(site, "rose.test");
        Assert.StartsWith("Perennial; hit", hit.Header("Cache-Status"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("weed.test")]
    [InlineData("rose.test:8443")]
    [InlineData("rose.test.")]
    [InlineData("192.0.2.7")]
    [InlineData("[2001:db8::1]")]
    [InlineData("rose_.test.evil")]
    public async Task A_host_that_is_none_of_ours_makes_no_entry(string host)
    {
        await using var site = await StartAsync();
        await TextAsync(site, "garden.test");

        Assert.Equal("1 https://garden.test/", await TextAsync(site, host));
        Assert.Equal(1, _made);
    }

    [Theory]
    [InlineData("ROSE.test")]
    [InlineData("rose.test:443")]
    public async Task Another_spelling_of_a_tenant_is_the_same_tenant(string host)
    {
        await using var site = await StartAsync();
        await TextAsync(site, "rose.test");

        Assert.Equal("1 https://rose.test/", await TextAsync(site, host));
        Assert.Equal(["rose.test"], _tenants.Asked);
    }

    [Fact]
    public async Task A_host_is_asked_about_once_and_again_behind_a_visit_after_a_minute()
    {
        await using var site = await StartAsync();
        for (var i = 0; i < 10; i++)
        {
            await TextAsync(site, "rose.test");
            await TextAsync(site, "weed.test");
            await TextAsync(site, "garden.test");
        }

        Assert.Equal(["rose.test", "weed.test"], _tenants.Asked.Order(StringComparer.Ordinal));
        _tenants.Sites.TryRemove("rose.test", out _);
        site.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.EndsWith("https://rose.test/", await TextAsync(site, "rose.test"), StringComparison.Ordinal);
        await Eventually.IsTrueAsync(async () => (await TextAsync(site, "rose.test")).EndsWith("https://garden.test/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_new_tenant_is_one_a_minute_after_somebody_asked_too_early()
    {
        await using var site = await StartAsync();
        Assert.EndsWith("https://garden.test/", await TextAsync(site, "tulip.test"), StringComparison.Ordinal);

        _tenants.Sites["tulip.test"] = true;
        site.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.EndsWith("https://tulip.test/", await TextAsync(site, "tulip.test"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_crowd_for_a_new_tenant_asks_once()
    {
        _tenants.Gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var site = await StartAsync();

        var crowd = Enumerable.Range(0, 20).Select(_ => TextAsync(site, "rose.test")).ToList();
        await Eventually.IsTrueAsync(() => Task.FromResult(!_tenants.Asked.IsEmpty));
        _tenants.Gate.SetResult();

        Assert.All(await Task.WhenAll(crowd), static text => Assert.Equal("1 https://rose.test/", text));
        Assert.Single(_tenants.Asked);
    }

    [Fact]
    public async Task While_nobody_can_say_known_tenants_are_served_and_new_ones_put_off()
    {
        await using var site = await StartAsync();
        await TextAsync(site, "rose.test");
        _tenants.Fails = true;
        site.Time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal("1 https://rose.test/", await TextAsync(site, "rose.test"));
        using var unknown = await GetAsync(site, "aster.test");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, unknown.StatusCode);
        Assert.Equal("5", unknown.Header("Retry-After"));
        Assert.Contains("no-store", unknown.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.Equal("1 https://rose.test/", await TextAsync(site, "rose.test"));

        _tenants.Fails = false;
        Assert.EndsWith("https://aster.test/", await TextAsync(site, "aster.test"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_that_never_answers_holds_nobody_for_longer_than_five_seconds()
    {
        _tenants.Gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var site = await StartAsync();

        var waits = GetAsync(site, "rose.test");
        await Eventually.IsTrueAsync(() => !_tenants.Asked.IsEmpty);
        site.Time.Advance(TimeSpan.FromSeconds(4));
        Assert.False(waits.IsCompleted);
        site.Time.Advance(TimeSpan.FromSeconds(2));

        using var answer = await waits.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
    }

    [Fact]
    public async Task An_invalidation_reaches_the_pages_of_every_tenant()
    {
        await using var site = await StartAsync();
        await TextAsync(site, "rose.test");
        await TextAsync(site, "aster.test");

        await site.Revalidator.ExpireAsync(Caching.CacheTag.Path("/"), TestContext.Current.CancellationToken);

        Assert.Equal("3 https://rose.test/", await TextAsync(site, "rose.test"));
        Assert.Equal("4 https://aster.test/", await TextAsync(site, "aster.test"));
    }

    [Fact]
    public async Task An_editor_of_one_tenant_sees_no_draft_of_another()
    {
        await using var site = await StartAsync();
        using var enter = await GetAsync(site, "rose.test", "/preview?secret=s&slug=/");
        var cookie = enter.Headers.GetValues("Set-Cookie").Single().Split(';')[0];

        Assert.Equal(HttpStatusCode.TemporaryRedirect, enter.StatusCode);
        Assert.Contains("draft", await TextAsync(site, "rose.test", cookie), StringComparison.Ordinal);
        foreach (var other in new[] { "aster.test", "garden.test", "weed.test" })
        {
            Assert.DoesNotContain("draft", await TextAsync(site, other, cookie), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_second_policy_is_refused() => Assert.Equal(
        "PER1018",
        (await Assert.ThrowsAsync<PerennialException>(() => TestSite.StartAsync(
            static _ => { }, perennial: static perennial => perennial.AddHostPolicy<Tenants>().AddHostPolicy<Tenants>()))).Code);

    private Task<TestSite> StartAsync() => TestSite.StartAsync(
        app =>
        {
            app.MapGet("/", (IPageContext page) => page.IsDraft ? "draft" : $"{Interlocked.Increment(ref _made)} {page.SiteUrl}").Prerender();
            app.MapDraft("/preview", "s", static (TimeProvider _, string slug, CancellationToken _) => new ValueTask<string?>(slug));
        },
        builder => builder.Services.AddSingleton(_tenants),
        perennial: static perennial => perennial.AddHostPolicy<Tenants>());

    private static async Task<HttpResponseMessage> GetAsync(TestSite site, string host, string path = "/", string? cookie = null) =>
        await site.GetAsync(path, request =>
        {
            request.Headers.Host = host;
            if (cookie is not null)
            {
                request.Headers.Add("Cookie", cookie);
            }
        });

    private static async Task<string> TextAsync(TestSite site, string host, string? cookie = null)
    {
        using var response = await GetAsync(site, host, "/", cookie);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private sealed class Tenants : IHostPolicy
    {
        public ConcurrentDictionary<string, bool> Sites { get; } = new() { ["rose.test"] = true, ["aster.test"] = true };

        public ConcurrentQueue<string> Asked { get; } = new();

        public TaskCompletionSource? Gate { get; set; }

        public bool Fails { get; set; }

        public async ValueTask<bool> IsSiteAsync(string host, CancellationToken cancellationToken)
        {
            Asked.Enqueue(host);
            await (Gate?.Task ?? Task.CompletedTask);
            return Fails ? throw new InvalidOperationException("The database is away.") : Sites.ContainsKey(host);
        }
    }
}
