using Orchard.Pages;

// An app with bundles: what it serves is what a browser is tested with.
var builder = PerennialApplication.CreateBuilder(args);
builder.AddPerennial(options => options.Pages.Auto = true);
builder.Services.AddRazorComponents();

var app = builder.Build();
app.Use((context, next) =>
{
    context.Response.Headers.ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'";
    return next(context);
});
app.UsePerennial();
app.UseAntiforgery();
app.MapStaticAssets();
app.MapRazorComponents<App>();
app.MapRuntimeConfiguration("/configuration.json", "PUBLIC_RUNTIME_API", "Shop:Currency");
app.MapPost("/api/submit", async (HttpRequest request) =>
{
    var form = await request.ReadFormAsync();
    return Results.Json(new { id = form["name"].ToString() });
});
return await app.RunPerennialAsync();
