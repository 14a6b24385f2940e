using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.Extensions.DependencyInjection;
using Perennial.EndToEnd.Matrix;

namespace Perennial.EndToEnd.Visitors;

/// <summary>
/// Which representation of a result goes out is settled once: a kept answer is what somebody without a preference gets. And
/// what parameters of an action are bound to is a read of the page.
/// </summary>
public sealed class NegotiationTests
{
    [Theory]
    [InlineData("ok")]
    [InlineData("typed")]
    [InlineData("list")]
    [InlineData("async")]
    [InlineData("text")]
    [InlineData("missing")]
    [InlineData("problem")]
    [InlineData("routed/7")]
    [InlineData("services")]
    public async Task Results_of_an_api_are_kept(string action)
    {
        using var reasons = new Reasons();
        await using var site = await StartAsync(reasons);

        var first = await GetAsync(site, action);
        var second = await GetAsync(site, action, ("Accept", "application/xml"), ("Accept-Charset", "utf-16"));

        Assert.True(second.IsHit, $"{second.CacheStatus} {second.Status} {second.Text} {reasons.Text}");
        Assert.Equal(first.Text, second.Text);
        Assert.DoesNotContain("traceId", second.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("page-number", "the query parameter 'page'")]
    [InlineData("filtered", "the query parameter 'filter'")]
    [InlineData("from-header", "the header 'X-Name'")]
    [InlineData("from-accept", "the header 'Accept'")]
    [InlineData("bound", "the query parameter 'Term'")]
    [InlineData("own-accept", "the header 'Accept'")]
    [InlineData("formatted", "the query parameter 'format'")]
    public async Task What_an_action_binds_of_its_visitor_is_a_read(string action, string because)
    {
        using var reasons = new Reasons();
        await using var site = await StartAsync(reasons);

        var answer = await GetAsync(site, action);

        Assert.True(answer.IsPrivate, answer.CacheControl);
        Assert.Contains(because, reasons.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_declared_parameter_of_an_action_makes_entries()
    {
        using var reasons = new Reasons();
        await using var site = await StartAsync(reasons);

        await GetAsync(site, "declared?page=2");
        var answer = await GetAsync(site, "declared?page=2");

        Assert.True(answer.IsHit, answer.CacheStatus + reasons.Text);
        Assert.Equal("2", answer.Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Empty_temporary_data_is_no_reason(bool inSession)
    {
        using var reasons = new Reasons();
        await using var site = await StartAsync(reasons, inSession);

        await GetAsync(site, "message");
        var answer = await GetAsync(site, "message");

        Assert.True(answer.IsHit, answer.CacheStatus + reasons.Text);
    }

    private static async Task<Answer> GetAsync(TestSite site, string action, params (string Name, string Value)[] headers)
    {
        using var response = await site.GetAsync("/seeds/" + action, request =>
        {
            foreach (var (name, value) in headers)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        });
        return await Answer.ReadAsync(response);
    }

    private static Task<TestSite> StartAsync(Reasons reasons, bool inSession = false) => TestSite.StartAsync(
        static app => app.MapControllers(),
        builder =>
        {
            reasons.Add(builder);
            builder.Services.AddDistributedMemoryCache().AddSession().AddProblemDetails();
            var mvc = builder.Services.AddControllersWithViews().AddApplicationPart(typeof(SeedsController).Assembly).AddXmlSerializerFormatters();
            if (inSession)
            {
                mvc.AddSessionStateTempDataProvider();
            }
        },
        static app =>
        {
            app.UsePerennial();
            app.UseSession();
        });
}

/// <summary>An API as the template writes it.</summary>
[ApiController]
[Route("seeds")]
[Revalidate(60)]
public sealed class SeedsController : ControllerBase
{
    private static readonly Seed[] Seeds = [new() { Name = "rose" }, new() { Name = "iris" }];

    [BindProperty(SupportsGet = true, Name = "Term")]
    public string? Ignored { get; set; }

    [HttpGet("bound")]
    public IActionResult Bound() => Ok(Seeds[0]);
}

/// <summary>The same without a bound property.</summary>
[ApiController]
[Route("seeds")]
[Revalidate(60)]
public sealed class PlainSeedsController : ControllerBase
{
    private static readonly Seed[] Seeds = [new() { Name = "rose" }, new() { Name = "iris" }];

    [HttpGet("ok")]
    public IActionResult One() => Ok(Seeds[0]);

    [HttpGet("typed")]
    public ActionResult<Seed> Typed() => Seeds[0];

    [HttpGet("list")]
    public IEnumerable<Seed> List() => Seeds;

    [HttpGet("async")]
    public async Task<ActionResult<IEnumerable<Seed>>> ListAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        return Seeds;
    }

    [HttpGet("text")]
    public string Text() => "rose";

    [HttpGet("missing")]
    public ActionResult<Seed> Missing() => NotFound();

    [HttpGet("problem")]
    public IActionResult Trouble() => Problem(statusCode: StatusCodes.Status410Gone, title: "sold out");

    [HttpGet("routed/{id:int}")]
    public ActionResult<Seed> Routed(int id) => new Seed { Name = $"{id}" };

    [HttpGet("services")]
    public ActionResult<Seed> Services([FromServices] IPageContext page) => new Seed { Name = page.SiteUrl.Host };

    [HttpGet("page-number")]
    public int Page(int page = 1) => page;

    [HttpGet("declared"), Revalidate(60, Query = ["page"])]
    public int Declared(int page = 1) => page;

    [HttpGet("filtered")]
    public string? Filtered([FromQuery] Seed filter) => filter.Name;

    [HttpGet("from-header")]
    public string? FromHeader([FromHeader(Name = "X-Name")] string? name) => name ?? "nobody";

    [HttpGet("from-accept")]
    public string? FromAccept([FromHeader(Name = "Accept")] string? accept) => accept ?? "nothing";

    [HttpGet("own-accept")]
    public string OwnAccept() => Request.Headers.Accept.ToString().Contains("json", StringComparison.Ordinal) ? "json" : "html";

    [HttpGet("formatted"), FormatFilter]
    public Seed Formatted() => Seeds[0];

    [HttpGet("message")]
    public string Message([FromServices] ITempDataDictionaryFactory data) => data.GetTempData(HttpContext)["message"] as string ?? "no message";
}

public sealed class Seed
{
    public string? Name { get; set; }
}
