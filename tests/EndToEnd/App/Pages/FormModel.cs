namespace Perennial.EndToEnd.App.Pages;

[Revalidate(60)]
public sealed class FormModel(Garden garden) : GrownModel(garden)
{
    public Task OnGetAsync() => GrowAsync("form");

    public Task OnPostAsync(string wish) => GrowAsync("wished-" + wish);
}
