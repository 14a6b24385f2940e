using Microsoft.AspNetCore.Mvc;

namespace Perennial.EndToEnd.App.Pages;

/// <summary>The front page of a folder, which Razor Pages answers by its folder's path and by its own.</summary>
[Revalidate(60)]
public sealed class ShelfModel(Garden garden) : GrownModel(garden)
{
    public Task<IActionResult> OnGetAsync(string? name) => GrowAsync("shelf-" + name);

    public Task<IActionResult> OnPostAsync() => GrowAsync("posted");
}
