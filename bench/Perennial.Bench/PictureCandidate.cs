using Microsoft.Extensions.FileProviders;
using Perennial.Imaging;

namespace Perennial.Bench;

/// <summary>A folder of photographs, made smaller when they are asked for.</summary>
internal static class PictureCandidate
{
    public static async Task<int> RunAsync(string[] args)
    {
        var builder = PerennialApplication.CreateBuilder(args);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.AddPerennial(static options => options.SiteUrl = "http://127.0.0.1").AddImaging();
        var app = builder.Build();
        app.UsePerennial();
        app.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(builder.Configuration["Photographs"]!) });
        app.MapGet("/", static () => "ready").DynamicPage();
        return await app.RunPerennialAsync();
    }
}
