using Microsoft.AspNetCore.Mvc;

namespace Perennial.EndToEnd.App.Pages;

public sealed class OwnModel(Garden garden) : GrownModel(garden)
{
    public Task<IActionResult> OnGetAsync() => GrowAsync("own");
}
