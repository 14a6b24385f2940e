using Microsoft.AspNetCore.Mvc;

namespace Perennial.EndToEnd.App.Controllers;

/// <summary>Actions without routes of their own, for a conventional one.</summary>
public sealed class HomeController(Garden garden) : Controller
{
    [Revalidate(60, Tags = ["home"])]
    public Task<IActionResult> Index() => ShowAsync("home");

    [Revalidate(60)]
    public Task<IActionResult> Story(string? id) => ShowAsync("story-" + id);

    [Prerender]
    public Task<IActionResult> Privacy() => ShowAsync("privacy");

    [Revalidate(60)]
    public Task<IActionResult> Numbered(int id) => ShowAsync($"numbered-{id}");

    public Task<IActionResult> Own() => ShowAsync("own");

    // Content instead of a view: both are results of an action.
    private async Task<IActionResult> ShowAsync(string name) => Content(await garden.GrowAsync(HttpContext, name), "text/plain");
}
