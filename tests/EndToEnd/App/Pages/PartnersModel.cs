using Microsoft.AspNetCore.Cors;
using Microsoft.AspNetCore.Mvc;

namespace Perennial.EndToEnd.App.Pages;

[Revalidate(60)]
[EnableCors("partners")]
public sealed class PartnersModel(Garden garden) : GrownModel(garden)
{
    public Task<IActionResult> OnGetAsync() => GrowAsync("partners");
}
