namespace Perennial.EndToEnd.App.Pages;

public sealed class OwnModel(Garden garden) : GrownModel(garden)
{
    public Task OnGetAsync() => GrowAsync("own");
}
