using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Cors;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Perennial.EndToEnd.App.Controllers;

/// <summary>The same pages as actions with views.</summary>
[Route("view")]
public sealed class GardenController(Garden garden) : Controller
{
    [HttpGet("plants/{name}")]
    [Revalidate(60, Tags = ["plants"], Query = ["q"])]
    public Task<IActionResult> Plant(string name) => ShowAsync(name);

    [HttpGet("open")]
    [Revalidate(60)]
    [AllowAnonymous]
    public Task<IActionResult> Open() => ShowAsync("open");

    [HttpGet("partners")]
    [Revalidate(60)]
    [EnableCors("partners")]
    public Task<IActionResult> Partners() => ShowAsync("partners");

    [HttpGet("limited")]
    [Revalidate(60)]
    [EnableRateLimiting("limited")]
    public Task<IActionResult> Limited() => ShowAsync("limited");

    [HttpGet("own")]
    public Task<IActionResult> Own() => ShowAsync("own");

    [Route("form")]
    [AcceptVerbs("GET", "POST")]
    [Revalidate(60)]
    [AutoValidateAntiforgeryToken]
    public async Task<IActionResult> Form(string? wish) => HttpContext.Request.Method == "POST"
        ? Content(await garden.GrowAsync(HttpContext, "wished-" + wish))
        : View("Form", await garden.GrowAsync(HttpContext, "form"));

    private async Task<IActionResult> ShowAsync(string name)
    {
        var before = Response.StatusCode;
        var text = await garden.GrowAsync(HttpContext, name);
        return Response.StatusCode == before ? View("Show", text) : new EmptyResult();
    }
}
