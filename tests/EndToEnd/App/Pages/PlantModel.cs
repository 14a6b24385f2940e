namespace Perennial.EndToEnd.App.Pages;

[Revalidate(60, Tags = ["plants"], Query = ["q"])]
public sealed class PlantModel(Garden garden) : GrownModel(garden)
{
    public Task OnGetAsync(string name) => GrowAsync(name);
}
