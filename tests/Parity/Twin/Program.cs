using Twin;
using Twin.Data;
using Twin.Http;
using Twin.Pictures;
using Twin.Routes;
using Twin.Rules;

var builder = PerennialApplication.CreateBuilder(args);
var origin = builder.Configuration["Twin:Origin"] ?? "http://127.0.0.1:4001";
builder.AddPerennial(options =>
{
    options.Http.ReplayHeaders.Add("x-own");
    TwinRules.Add(options.Rules, origin);
    TwinPictures.Configure(options.Images, origin);
}).AddImaging().AddProxy<TwinProxy>(TwinProxy.Match);
builder.Services.AddRazorComponents();
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddExceptionHandler<RouteErrors>();
builder.Services.AddSmallBodyAwareCompression();
builder.Services.AddHttpClient<Origin>(client => client.BaseAddress = new Uri(origin));

var app = builder.Build();
app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandlingPath = "/500", CreateScopeForErrors = true });
app.UseStatusCodePagesWithReExecute("/404", createScopeForStatusCodePages: true);
app.UseStatusCodePages(PlainStatus.WriteAsync);
app.UseResponseCompression();
app.UseMiddleware<FileRequests>();
app.UsePerennial();
app.UseStaticFiles(FileHeaders.Options);
app.UseAntiforgery();
app.MapRazorComponents<App>();
app.MapApiRoutes();
app.MapBodyRoutes();
app.MapDraftRoutes();
app.MapRouteHandlers();
app.MapRevalidation();
return await app.RunPerennialAsync();
