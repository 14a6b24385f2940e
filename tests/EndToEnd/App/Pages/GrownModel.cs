using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Perennial.EndToEnd.App.Pages;

/// <summary>The model of every page here.</summary>
public abstract class GrownModel(Garden garden) : PageModel
{
    public string Text { get; private set; } = "";

    protected async Task<IActionResult> GrowAsync(string name)
    {
        var before = Response.StatusCode;
        Text = await garden.GrowAsync(HttpContext, name);
        return Response.StatusCode == before ? Page() : new EmptyResult();
    }
}
