using System.Globalization;
using Nursery;
using Perennial.Drafts;

// An app under test. Settings choose what is wrong with it; what it answers tells which process rendered it.
if (args.Contains("--Misuse=bare"))
{
    WebApplication.CreateBuilder(args).Build().UsePerennial();
}

var builder = args.Contains("--foreign=true") ? WebApplication.CreateBuilder(args) : PerennialApplication.CreateBuilder(args);
var perennial = builder.AddPerennial(options =>
{
    options.Pages.Auto = true;
    if (builder.Configuration["BuildId"] is { } id)
    {
        options.Deployment.GenerateBuildId = _ => ValueTask.FromResult(id);
    }
});
if (builder.Configuration["Instrumentation"] is not null)
{
    perennial.AddInstrumentation<Instrumentation>();
}

builder.Services.AddHostedService<Worker>();
builder.Services.AddRazorComponents();
builder.Services.AddAuthentication().AddCookie();
builder.Services.AddAuthorization();

var app = builder.Build();
app.UsePathBase(app.Configuration["PathBase"]);
app.UsePerennial();
Misuse.Of(app);
app.UseAuthentication();
app.UseAuthorization();
app.UseAntiforgery();
app.MapStaticAssets();
app.MapRazorComponents<Nursery.Components.App>();

var process = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
app.MapGet("/process", () => process).Prerender(tags: ["process"]);
app.MapGet("/minutely", () => process).Revalidate(60);
app.MapGet("/plants/{name}", (string name) => name is "weed" ? Results.NotFound() : Results.Text($"{name} {process}"))
    .Revalidate(60, unlisted: UnlistedPaths.NotFound).WithStaticPaths<PlantPaths>();
if (app.Configuration["DraftSecret"] is { } secret)
{
    app.MapGet("/post", (IPageContext page) => page.IsDraft ? "draft" : "published").Prerender();
    app.MapDraft("/api/draft", secret, static (TimeProvider _, string slug, CancellationToken _) => new ValueTask<string?>(slug));
}

Content.Map(app);
app.MapPost("/revalidate/{tag}", async (string tag, IRevalidator revalidator) => await revalidator.RevalidateAsync(tag));
app.MapPost("/expire/{tag}", async (string tag, IRevalidator revalidator) => (await revalidator.ExpireAsync(tag)).IsDurable ? "durable" : "not durable");

var handlers = Handlers.Register(app);
Faults.Map(app);
if (app.Configuration["Endings"] is "true")
{
    Endings.Map(app);
}

if (app.Configuration["EndsWithRun"] is "true")
{
    app.Run();
    return 0;
}

var code = await app.RunPerennialAsync();
GC.KeepAlive(handlers);
return code;
