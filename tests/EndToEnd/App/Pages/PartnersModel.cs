using Microsoft.AspNetCore.Cors;

namespace Perennial.EndToEnd.App.Pages;

[Revalidate(60)]
[EnableCors("partners")]
public sealed class PartnersModel(Garden garden) : GrownModel(garden)
{
    public Task OnGetAsync() => GrowAsync("partners");
}
