using Microsoft.AspNetCore.Mvc;

namespace Perennial.EndToEnd.App.Pages;

[Revalidate(60)]
public sealed class FormModel(Garden garden) : GrownModel(garden)
{
    public Task<IActionResult> OnGetAsync() => GrowAsync("form");

    public Task<IActionResult> OnPostAsync(string wish) => GrowAsync("wished-" + wish);
}
