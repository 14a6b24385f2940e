using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Perennial.EndToEnd.App.Pages;

[Revalidate(60)]
[AllowAnonymous]
public sealed class OpenModel(Garden garden) : GrownModel(garden)
{
    public Task<IActionResult> OnGetAsync() => GrowAsync("open");
}
