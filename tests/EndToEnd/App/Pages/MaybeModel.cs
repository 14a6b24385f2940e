using Microsoft.AspNetCore.Mvc;

namespace Perennial.EndToEnd.App.Pages;

/// <summary>A page whose parameter may be left out.</summary>
[Revalidate(60)]
public sealed class MaybeModel(Garden garden) : GrownModel(garden)
{
    public Task<IActionResult> OnGetAsync(string? name) => GrowAsync("maybe-" + name);
}
