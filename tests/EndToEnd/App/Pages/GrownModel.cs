using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Perennial.EndToEnd.App.Pages;

/// <summary>The model of every page here.</summary>
public abstract class GrownModel(Garden garden) : PageModel
{
    public string Text { get; private set; } = "";

    protected async Task GrowAsync(string name) => Text = await garden.GrowAsync(HttpContext, name);
}
