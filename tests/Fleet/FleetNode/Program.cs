using FleetNode;
using Perennial.Postgres;
using Perennial.Redis;

// One server of a fleet under test. What a page shows it asks the test for, so that the test knows who rendered what, and when.
var builder = PerennialApplication.CreateBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
var perennial = builder.AddPerennial(static options => options.SiteUrl = "http://127.0.0.1");
switch (builder.Configuration["Storage"])
{
    case "postgres":
        perennial.UsePostgres();
        break;
    case "redis":
        perennial.UseRedis();
        break;
    default:
        throw new InvalidOperationException($"'{builder.Configuration["Storage"]}' is no storage.");
}

if (builder.Configuration["Fault"] is { Length: > 0 } fault)
{
    PlantedFaults.Plant(builder.Services, fault);
}

var truth = new HttpClient { BaseAddress = new(builder.Configuration["Truth"]!) };
var name = builder.Configuration["Name"];

var app = builder.Build();
app.UsePerennial();
app.MapGet("/page/{key}", async (string key) => Results.Text($"{key} {await truth.GetStringAsync(new Uri($"content/{key}?by={name}", UriKind.Relative))} {name}"))
    .Revalidate(3600);
app.MapPost("/revalidate/{key}", (string key, IRevalidator revalidator) => Answer(() => revalidator.RevalidateAsync(CacheTag.Path("/page/" + key))));
app.MapPost("/expire/{key}", (string key, IRevalidator revalidator) => Answer(() => revalidator.ExpireAsync(CacheTag.Path("/page/" + key))));
return await app.RunPerennialAsync();

static async Task<IResult> Answer(Func<Task<Invalidation>> invalidate)
{
    try
    {
        var done = await invalidate();
        return Results.Text(done.IsDurable ? "durable" : "not durable");
    }
    catch (PerennialException error)
    {
        return Results.Text(error.Code, statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
