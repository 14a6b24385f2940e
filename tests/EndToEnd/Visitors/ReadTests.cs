using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Perennial.EndToEnd.Matrix;

namespace Perennial.EndToEnd.Visitors;

/// <summary>Whatever tells visitors apart is noticed when a page reads it, by whom it is said, and nobody gets another's page.</summary>
public sealed class ReadTests
{
    public static TheoryData<string> Names => Reads.Names;

    [Theory, MemberData(nameof(Names))]
    public async Task A_declared_page_that_reads_it_is_not_kept(string read)
    {
        using var reasons = new Reasons();
        await using var site = await StartAsync("minimal", reasons);
        site.Garden.When("open", context => Reads.Do(read, context));

        await site.GetAsync("open");
        var answer = await site.GetAsync("open");

        Assert.True(answer.IsPrivate, answer.CacheControl);
        Assert.Contains($"{Reads.Because(read)}", reasons.Text, StringComparison.Ordinal);
        Assert.Contains("Reads.cs:", reasons.Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Names))]
    public async Task An_automatic_page_that_reads_it_turns_out_to_be_dynamic(string read)
    {
        using var reasons = new Reasons();
        await using var site = await StartAsync("component", reasons, static options => options.Pages.Auto = true);
        site.Garden.When("own", context => Reads.Do(read, context));

        await site.GetAsync("own");
        var answer = await site.GetAsync("own");

        Assert.True(answer.IsPrivate, answer.CacheControl);
        Assert.Contains($"is rendered for each request: it reads {Reads.Because(read)}", reasons.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("view")]
    [InlineData("page")]
    [InlineData("component")]
    public async Task Each_kind_of_page_is_watched_alike(string kind)
    {
        using var reasons = new Reasons();
        await using var site = await StartAsync(kind, reasons);
        foreach (var read in Names.Select(static row => row.Data))
        {
            site.Garden.When("open", context => Reads.Do(read, context));

            var answer = await site.GetAsync("open");

            Assert.True(answer.IsPrivate, $"{read}: {answer.CacheControl}");
            Assert.Contains(Reads.Because(read), reasons.Text, StringComparison.Ordinal);

            // By then it is forgotten that this address was not kept.
            site.Site.Time.Advance(TimeSpan.FromMinutes(2));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public async Task Middleware_behind_it_that_reads_for_a_page_is_a_reader_like_the_page(string read)
    {
        using var reasons = new Reasons();
        await using var site = await StartAsync("minimal", reasons, use: app => app.Use((context, next) =>
        {
            Reads.Do(read, context);
            return next(context);
        }));

        var answer = await site.GetAsync("open");

        Assert.True(answer.IsPrivate, answer.CacheControl);
        Assert.Contains($"{Reads.Because(read)}", reasons.Text, StringComparison.Ordinal);
        Assert.Contains("what must see each visitor stands before UsePerennial", reasons.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_line_of_the_app_reads_it_the_page_is_named()
    {
        using var reasons = new Reasons();
        await using var site = await TestSite.StartAsync(
            static app => app.MapGet("/bound", ([FromHeader(Name = "X-Name")] string? name) => name ?? "nobody").Revalidate(60), reasons.Add);

        using var response = await site.GetAsync("/bound");

        Assert.Contains("it reads the header 'X-Name' in HTTP: GET /bound", reasons.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_page_puts_there_itself_it_may_look_for()
    {
        using var reasons = new Reasons();
        await using var site = await StartAsync("minimal", reasons);
        site.Garden.When("rose", static context =>
        {
            context.Items["once"] ??= new object();
            _ = context.Items["once"];
            context.Response.Headers.TryAdd("X-Own", "1");
            context.Response.Headers.Append("X-Other", "1");
            _ = context.Response.Headers["x-own"];
        });

        await site.GetAsync("plants/rose");

        Assert.True((await site.GetAsync("plants/rose")).IsHit, reasons.Text);
    }

    private static Task<GardenSite> StartAsync(
        string kind, Reasons reasons, Action<PerennialOptions>? options = null, Action<WebApplication>? use = null) => GardenSite.StartAsync(
        kind,
        app =>
        {
            app.UsePerennial();
            app.UseAuthentication();
            app.UseAuthorization();
            app.UseSession();
            app.UseCookiePolicy();
            use?.Invoke(app);
            app.UseAntiforgery();
        },
        builder =>
        {
            reasons.Add(builder);
            HeaderUser.Add(builder);
            builder.Services.Configure<CookiePolicyOptions>(static options => options.CheckConsentNeeded = static _ => true);
            builder.Services.AddHttpContextAccessor().AddDistributedMemoryCache().AddSession();
        },
        options);
}
