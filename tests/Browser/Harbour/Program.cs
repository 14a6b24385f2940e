using Harbour;
using Harbour.Pages;
using Perennial.Drafts;

// An app that is deployed twice while a tab is open. Its assets are wherever the settings say, so that a deployment is a folder.
var builder = PerennialApplication.CreateBuilder(args);
builder.AddPerennial();
builder.Services.AddRazorComponents();
builder.Services.AddSingleton<Visits>();

var app = builder.Build();
app.UseExceptionHandler("/error");
app.Use((context, next) =>
{
    context.RequestServices.GetRequiredService<Visits>().Note(context.Request);
    return next(context);
});
app.UsePerennial();
app.UseAntiforgery();
var assets = app.Configuration["Assets"]!;
app.MapStaticAssets(assets);
app.MapRazorComponents<App>().WithStaticAssets(assets);
app.MapDraft("/enter-preview", app.Configuration["PreviewSecret"], (Visits _, string slug, CancellationToken _) => new ValueTask<string?>(slug));
app.MapDraftExit("/leave-preview");
app.MapGet("/leave", (Visits visits) => $"left {visits.Leave()}");
app.MapGet("/visits", (Visits visits) => Results.Json(visits.All));
return await app.RunPerennialAsync();
