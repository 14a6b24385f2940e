using Microsoft.AspNetCore.Mvc;

namespace Perennial.EndToEnd.App.Pages;

[Revalidate(60, Tags = ["plants"], Query = ["q"])]
public sealed class PlantModel(Garden garden) : GrownModel(garden)
{
    public Task<IActionResult> OnGetAsync(string name) => GrowAsync(name);
}
