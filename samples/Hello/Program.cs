var builder = PerennialApplication.CreateBuilder(args);
builder.AddPerennial(options => options.SiteUrl = "http://localhost:3000");

var app = builder.Build();
app.UsePerennial();
app.MapGet("/", () => Results.Content("<h1>Hello, perennial world</h1>", "text/html; charset=utf-8")).Revalidate(60);
return await app.RunPerennialAsync();
