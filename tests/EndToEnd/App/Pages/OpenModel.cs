using Microsoft.AspNetCore.Authorization;

namespace Perennial.EndToEnd.App.Pages;

[Revalidate(60)]
[AllowAnonymous]
public sealed class OpenModel(Garden garden) : GrownModel(garden)
{
    public Task OnGetAsync() => GrowAsync("open");
}
