using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Perennial.EndToEnd.Matrix;

namespace Perennial.EndToEnd.Visitors;

/// <summary>
/// Who reads is told by the stack (decision 0025). The runtime compiles what runs often once more, and a method that was
/// compiled into its caller has no frame any more: what is told of a page must not change with that.
/// </summary>
public sealed class HotRenderTests
{
    private const int Renders = 600;

    [Theory]
    [InlineData("/bytes")]
    [InlineData("/typed")]
    [InlineData("/text")]
    [InlineData("/json")]
    [InlineData("/problem")]
    [InlineData("/component")]
    [InlineData("/action")]
    [InlineData("/file")]
    public async Task A_page_is_kept_however_often_it_was_rendered(string path)
    {
        using var reasons = new Reasons();
        await using var site = await StartAsync(reasons);

        for (var render = 0; render < Renders; render++)
        {
            using var made = await site.GetAsync(path);
            using var kept = await site.GetAsync(path);
            Assert.True(kept.Header("Cache-Status")?.StartsWith("Perennial; hit", StringComparison.Ordinal), $"render {render}: {kept.Header("Cache-Status")} {reasons.Text}");
            await site.Revalidator.ExpireAsync("hedge", TestContext.Current.CancellationToken);
        }
    }

    [Theory, MemberData(nameof(GardenSite.Kinds), MemberType = typeof(GardenSite))]
    public async Task Each_kind_of_page_is_kept_however_often_it_was_rendered(string kind)
    {
        using var reasons = new Reasons();
        await using var site = await GardenSite.StartAsync(kind, services: reasons.Add);

        for (var render = 0; render < Renders; render++)
        {
            await site.GetAsync("open");
            var kept = await site.GetAsync("open");
            Assert.True(kept.IsHit, $"render {render}: {kept.CacheStatus} {reasons.Text}");
            await site.Site.Revalidator.ExpireAsync(Perennial.Caching.CacheTag.Path(site.Path("open")), TestContext.Current.CancellationToken);
        }
    }

    [Theory]
    [InlineData("/reads")]
    [InlineData("/reads-component")]
    [InlineData("/reads-action")]
    [InlineData("/reads-later")]
    [InlineData("/reads-listed")]
    public async Task A_page_that_reads_something_is_not_kept_however_often_it_was_rendered(string path)
    {
        using var reasons = new Reasons();
        await using var site = await StartAsync(reasons);

        for (var render = 0; render < Renders; render++)
        {
            using var answer = await site.GetAsync($"{path}/{render}");
            Assert.True(answer.Header("Cache-Control")?.Contains("no-store", StringComparison.Ordinal), $"render {render}: {answer.Header("Cache-Control")}");
        }
    }

    private static Task<TestSite> StartAsync(Reasons reasons) => TestSite.StartAsync(
        static app =>
        {
            var group = app.MapGroup("").Revalidate(60, tags: ["hedge"]);
            group.MapGet("/bytes", static () => Results.Bytes(new byte[10], "image/png"));
            group.MapGet("/typed", static () => TypedResults.Bytes(new byte[10], "image/png"));
            group.MapGet("/text", static () => Results.Text("text"));
            group.MapGet("/json", static () => new { Text = "text" });
            group.MapGet("/problem", static () => Results.Problem(statusCode: 404));
            group.MapGet("/component", static () => new RazorComponentResult<Still>());
            group.MapGet("/reads/{number}", static (HttpContext context) => context.Request.Headers.Accept.ToString());
            group.MapGet("/reads-later/{number}", static (HttpContext context, string number) =>
                Task.Run(static () => { }).ContinueWith(_ => context.Request.Headers.Accept.ToString() + number, TaskScheduler.Default));
            group.MapGet("/reads-listed/{number}", static async (HttpContext context, string number) =>
                number + string.Concat(await Task.Run(new[] { context }.Select(static one => one.Request.Headers.Accept).Select(static accept => accept.ToString()).ToList)));
            group.MapGet("/reads-component/{number}", static () => new RazorComponentResult<Reading>());
            app.MapControllers();
        },
        builder =>
        {
            builder.Services.AddRazorComponents();
            builder.Services.AddHttpContextAccessor();
            builder.Services.AddControllers().AddApplicationPart(typeof(HotRenderTests).Assembly);
            reasons.Add(builder);
        });

    private sealed class Still : ComponentBase
    {
        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, "still");
    }

    private sealed class Reading : ComponentBase
    {
        [Inject]
        public required IHttpContextAccessor Accessor { get; init; }

        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, Accessor.HttpContext!.Request.Headers.Accept.ToString());
    }
}

[Revalidate(60, Tags = ["hedge"])]
public sealed class HotController : ControllerBase
{
    [HttpGet("/action")]
    public ActionResult<string> Get() => "text";

    [HttpGet("/file")]
    public FileContentResult GetFile() => File(new byte[10], "image/png");

    [HttpGet("/reads-action/{number}")]
    public string Read() => Request.Headers.Accept.ToString();
}
