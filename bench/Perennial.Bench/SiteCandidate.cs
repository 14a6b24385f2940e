using Perennial.Bench.Site;

namespace Perennial.Bench;

/// <summary>As many pages of 5 KB as it is told (<c>--Bench:Pages</c>), as components: what <c>build</c> is measured with.</summary>
internal static class SiteCandidate
{
    public static async Task<int> RunAsync(string[] args)
    {
        var builder = PerennialApplication.CreateBuilder(args);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.AddPerennial(static options => options.SiteUrl = "http://127.0.0.1");
        builder.Services.AddRazorComponents();
        var app = builder.Build();
        app.UsePerennial();
        app.UseAntiforgery();
        app.MapRazorComponents<SiteShell>();
        app.AnnounceWhenReady();
        return await app.RunPerennialAsync();
    }
}
