using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Perennial.EndToEnd.App.Pages;

[Revalidate(60)]
[EnableRateLimiting("limited")]
public sealed class LimitedModel(Garden garden) : GrownModel(garden)
{
    public Task<IActionResult> OnGetAsync() => GrowAsync("limited");
}
