namespace Perennial.Bench;

/// <summary>Passes every request on: a rewrite to another origin, whose address is the setting <c>Bench:Origin</c>.</summary>
internal static class ForwardCandidate
{
    public static async Task<int> RunAsync(string[] args)
    {
        var builder = PerennialApplication.CreateBuilder(args);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        var origin = builder.Configuration["Bench:Origin"];
        builder.AddPerennial(options =>
        {
            options.SiteUrl = "http://127.0.0.1";
            options.Rules.Rewrites.Add("/{**path}", origin + "/{path}");
        });
        var app = builder.Build();
        app.UsePerennial();
        app.AnnounceWhenReady();
        return await app.RunPerennialAsync();
    }
}
