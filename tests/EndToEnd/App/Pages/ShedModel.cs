using Microsoft.AspNetCore.Mvc;

namespace Perennial.EndToEnd.App.Pages;

/// <summary>The front page of an area.</summary>
[Revalidate(60)]
public sealed class ShedModel(Garden garden) : GrownModel(garden)
{
    public Task<IActionResult> OnGetAsync() => GrowAsync("shed");
}
