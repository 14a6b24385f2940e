using Microsoft.AspNetCore.Mvc;

namespace Perennial.EndToEnd.App.Pages;

/// <summary>A page whose parameter has a default.</summary>
[Revalidate(60)]
public sealed class CountedModel(Garden garden) : GrownModel(garden)
{
    public Task<IActionResult> OnGetAsync(int number) => GrowAsync($"counted-{number}");
}
