using Site.Editing;
using Site.Feeds;
using Site.Magazine;
using Site.Shell;
using Site.Shop;
using Site.Storage;

var builder = PerennialApplication.CreateBuilder(args);
builder.AddPerennial(options =>
{
    options.SiteUrl ??= "http://localhost:3000";
    options.Pages.Auto = true;
    SiteRules.Add(options.Rules);
}).AddImaging();
builder.AddMonitoring();
builder.Services.AddRazorComponents();
builder.Services.AddScoped<Whereabouts>();
builder.Services.AddStorage();
builder.Services.AddEditing();

var app = builder.Build();
app.UseExceptionHandler("/error", createScopeForErrors: true);
app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
app.UsePerennial();
app.UseAuthentication();
app.UseAuthorization();
app.UseAntiforgery();

app.MapStaticAssets();
app.MapRazorComponents<App>();
app.MapGet("/feed.xml", Feed.WriteAsync).Revalidate(300, tags: ["articles"]);
app.MapGet("/shop/{slug}/sowing.ics", SowingDays.WriteAsync).Prerender(tags: ["products"]);
app.MapGet("/sitemap.xml", SiteMap.WriteAsync).Revalidate(3600, tags: ["articles", "products"]);
app.MapDraft<Articles>("/preview", app.Configuration["Site:DraftSecret"], Preview.FindAsync);
app.MapDraftExit("/preview/leave");
app.MapGet("/robots.txt", Robots.Write).Prerender();
app.MapPerennialHealth();
return await app.RunPerennialAsync();
