using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Caching;
using Perennial.Pages;

namespace Perennial.EndToEnd.Drafts;

/// <summary>
/// Drafts and public readers at the same address at the same time. The renderer waits at a barrier, so that each order of
/// arrival is one that happens and not one that is hoped for.
/// </summary>
public sealed class DraftIsolationTests
{
    private const string Draft = "unpublished-7f3a";
    private const string Published = "published-7f3a";

    /// <summary>For a render that never comes to the barrier: without it, a fault would hang the suite in place of failing it.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Theory]
    [Trait("Proves", "S-11")]
    [InlineData("cold")]
    [InlineData("stale")]
    [InlineData("expired")]
    public async Task A_reader_who_comes_while_a_draft_is_rendered_gets_the_published_page(string before)
    {
        var desk = new Desk();
        await using var site = await desk.StartAsync();
        var cookie = await Editor.OpenAsync(site);
        await PrepareAsync(site, before);

        desk.DraftGate = new();
        var draft = Editor.TextAsync(site, cookie, "/posts/foo");
        await desk.DraftArrived.Task.WaitAsync(Limit, TestContext.Current.CancellationToken);

        // The draft's render stands still, and the reader does not wait for it.
        Assert.Contains(Published, await site.TextAsync("/posts/foo").WaitAsync(Limit, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        desk.DraftGate.SetResult();
        Assert.Contains(Draft, await draft, StringComparison.Ordinal);

        await AssertNothingStaysAsync(site);
    }

    [Theory]
    [Trait("Proves", "S-11")]
    [InlineData("cold")]
    [InlineData("stale")]
    [InlineData("expired")]
    public async Task An_editor_who_comes_while_the_page_is_rendered_gets_the_draft(string before)
    {
        var desk = new Desk();
        await using var site = await desk.StartAsync();
        var cookie = await Editor.OpenAsync(site);
        await PrepareAsync(site, before);

        desk.PublicGate = new();
        var reader = site.TextAsync("/posts/foo");
        await desk.PublicArrived.Task.WaitAsync(Limit, TestContext.Current.CancellationToken);

        Assert.Contains(Draft, await Editor.TextAsync(site, cookie, "/posts/foo").WaitAsync(Limit, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        desk.PublicGate.SetResult();
        Assert.Contains(Published, await reader, StringComparison.Ordinal);

        await AssertNothingStaysAsync(site);
    }

    [Fact]
    [Trait("Proves", "S-11")]
    public async Task A_page_that_is_made_on_demand_while_drafts_of_it_are_open_is_the_published_one()
    {
        var desk = new Desk();
        await using var site = await desk.StartAsync();
        var cookie = await Editor.OpenAsync(site);

        desk.DraftGate = new();
        var drafts = Enumerable.Range(0, 20).Select(_ => Editor.TextAsync(site, cookie, "/posts/foo")).ToList();
        await desk.DraftArrived.Task.WaitAsync(Limit, TestContext.Current.CancellationToken);
        await site.Revalidator.RegenerateAsync("/posts/foo", TestContext.Current.CancellationToken);
        var readers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => site.TextAsync("/posts/foo")));
        desk.DraftGate.SetResult();

        Assert.All(await Task.WhenAll(drafts), static text => Assert.Contains(Draft, text, StringComparison.Ordinal));
        Assert.All(readers, static text => Assert.Contains(Published, text, StringComparison.Ordinal));
        await AssertNothingStaysAsync(site);
    }

    [Fact]
    [Trait("Proves", "S-11")]
    public async Task A_draft_that_nobody_has_asked_for_in_public_leaves_no_entry_at_all()
    {
        var desk = new Desk();
        await using var site = await desk.StartAsync();
        var cookie = await Editor.OpenAsync(site);

        for (var i = 0; i < 10; i++)
        {
            Assert.Contains(Draft, await Editor.TextAsync(site, cookie, $"/posts/{i}"), StringComparison.Ordinal);
        }

        Assert.DoesNotContain(Draft, StoreDump.OfMemory(site), StringComparison.Ordinal);
        var folder = await site.StopAsync();
        Assert.Empty(Directory.EnumerateFiles(folder, "*.page", SearchOption.AllDirectories));
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [Trait("Proves", "S-48")]
    [InlineData("__prerender_bypass=forged")]
    [InlineData("__prerender_bypass=")]
    [InlineData("__prerender_bypass")]
    [InlineData("__prerender_bypass=AWRlZmdoaWprbG1ub3BxcnMAAAAA7msoAERKkp7tEDyWDgADHBvjUhw5ZjgVW--iOyH_krN_f2uy")]
    [InlineData("a=b\u003b __prerender_bypass=1\u003b __prerender_bypass=2")]
    public async Task A_forged_cookie_changes_nothing(string cookie)
    {
        await using var site = await new Desk().StartAsync();
        await site.TextAsync("/posts/foo");

        using var plain = await site.GetAsync("/posts/foo");
        using var forged = await Editor.SendAsync(site, cookie, "/posts/foo");

        Assert.Equal(Everything(plain), Everything(forged));
        Assert.Null(forged.Header("Set-Cookie"));
        using var cold = await Editor.SendAsync(site, cookie, "/posts/cold");
        Assert.Equal("Perennial; fwd=uri-miss; stored", cold.Header("Cache-Status"));
        Assert.StartsWith("public, ", cold.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.Null(cold.Header("Set-Cookie"));

        static (HttpStatusCode, string) Everything(HttpResponseMessage response) => (response.StatusCode, string.Join('\n', response.Headers.NonValidated
            .Concat(response.Content.Headers.NonValidated).Where(static header => header.Key is not "Date").Select(static header => $"{header.Key}: {header.Value}")));
    }

    [Fact]
    [Trait("Proves", "S-48")]
    public async Task The_cookie_of_another_process_or_build_is_none()
    {
        await using var one = await new Desk().StartAsync();
        await using var other = await new Desk().StartAsync();
        var cookie = await Editor.OpenAsync(one);

        Assert.Contains(Draft, await Editor.TextAsync(one, cookie, "/posts/foo"), StringComparison.Ordinal);
        Assert.Contains(Published, await Editor.TextAsync(other, cookie, "/posts/foo"), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Proves", "S-48")]
    public async Task Bound_to_the_shared_key_it_outlives_a_deployment_of_the_same_site_and_of_no_other()
    {
        const string Key = "MDEyMzQ1Njc4OWFiY2RlZg==";
        await using var one = await new Desk().StartAsync(Key);
        await using var next = await new Desk().StartAsync(Key);
        await using var otherKey = await new Desk().StartAsync("ZmVkY2JhOTg3NjU0MzIxMA==");
        await using var otherSite = await new Desk().StartAsync(Key, "https://other.test");
        var cookie = await Editor.OpenAsync(one);

        Assert.Contains(Draft, await Editor.TextAsync(next, cookie, "/posts/foo"), StringComparison.Ordinal);
        Assert.Contains(Published, await Editor.TextAsync(otherKey, cookie, "/posts/foo"), StringComparison.Ordinal);
        Assert.Contains(Published, await Editor.TextAsync(otherSite, cookie, "/posts/foo"), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Proves", "S-48")]
    public async Task A_preview_ends_after_its_lifetime_although_the_browser_was_never_closed()
    {
        await using var site = await new Desk().StartAsync();
        var cookie = await Editor.OpenAsync(site);

        site.Time.Advance(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(2));
        Assert.Contains(Draft, await Editor.TextAsync(site, cookie, "/posts/foo"), StringComparison.Ordinal);
        site.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Contains(Published, await Editor.TextAsync(site, cookie, "/posts/foo"), StringComparison.Ordinal);
    }

    private static async Task PrepareAsync(TestSite site, string state)
    {
        if (state is "cold")
        {
            return;
        }

        await site.TextAsync("/posts/foo");
        await (state is "stale"
            ? site.Revalidator.RevalidateAsync("posts", TestContext.Current.CancellationToken)
            : site.Revalidator.ExpireAsync("posts", TestContext.Current.CancellationToken));
    }

    /// <summary>Neither later readers, nor memory, nor the disk hold anything of a draft. What was published is there, so the search can find something.</summary>
    private static async Task AssertNothingStaysAsync(TestSite site)
    {
        for (var i = 0; i < 3; i++)
        {
            Assert.Contains(Published, await site.TextAsync("/posts/foo"), StringComparison.Ordinal);
        }

        var memory = StoreDump.OfMemory(site);
        Assert.Contains(Published, memory, StringComparison.Ordinal);
        Assert.DoesNotContain(Draft, memory, StringComparison.Ordinal);

        var folder = await site.StopAsync();
        var disk = StoreDump.OfDisk(folder);
        Assert.Contains(Published, disk, StringComparison.Ordinal);
        Assert.DoesNotContain(Draft, disk, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>A site whose renders can be held up: those for an editor, and those for everybody.</summary>
    private sealed class Desk
    {
        public TaskCompletionSource? DraftGate { get; set; }

        public TaskCompletionSource? PublicGate { get; set; }

        public TaskCompletionSource DraftArrived { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource PublicArrived { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<TestSite> StartAsync(string? key = null, string? siteUrl = null) => TestSite.StartAsync(
            app =>
            {
                app.MapGet("/posts/{slug}", RenderAsync).Revalidate(60, tags: ["posts"]);
                Editor.MapLinks(app);
            },
            builder => builder.Configuration["PERENNIAL_ENCRYPTION_KEY"] = key,
            options: options =>
            {
                options.Drafts.UseEncryptionKey = key is not null;
                options.SiteUrl = siteUrl ?? options.SiteUrl;
            });

        private async Task<string> RenderAsync(string slug, IPageContext page)
        {
            var (gate, arrived) = page.IsDraft ? (DraftGate, DraftArrived) : (PublicGate, PublicArrived);
            if (gate is not null)
            {
                arrived.TrySetResult();
                await gate.Task;
            }

            return $"{slug}: {(page.IsDraft ? Draft : Published)}";
        }
    }
}
