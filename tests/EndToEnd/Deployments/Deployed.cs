using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Perennial.EndToEnd.App;
using Perennial.EndToEnd.App.Components;

namespace Perennial.EndToEnd.Deployments;

/// <summary>A site with assets, as one deployment of several that share an archive.</summary>
internal sealed class Deployed : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;

    private Deployed(DirectoryInfo folder, WebRoot root, TestSite site) => (_folder, Root, Site) = (folder, root, site);

    public WebRoot Root { get; }

    public TestSite Site { get; }

    /// <param name="id">The deployment's id.</param>
    /// <param name="assets">Its files, by label, with their texts; one that begins with "plain" has no hash in its name.</param>
    /// <param name="archive">The shared archive; null for one of its own.</param>
    /// <param name="options">Further options.</param>
    /// <param name="map">Further endpoints.</param>
    /// <param name="guard">Conventions for the assets.</param>
    /// <param name="services">Further services.</param>
    /// <param name="use">The pipeline.</param>
    /// <param name="isClosed">Whether only the assets are mapped, and no pages.</param>
    /// <param name="folder">A cache folder to go on with, as after a restart.</param>
    public static async Task<Deployed> StartAsync(
        string? id,
        IReadOnlyDictionary<string, string> assets,
        string? archive = null,
        Action<PerennialOptions>? options = null,
        Action<WebApplication>? map = null,
        Action<IEndpointConventionBuilder>? guard = null,
        Action<WebApplicationBuilder>? services = null,
        Action<WebApplication>? use = null,
        bool isClosed = false,
        string? folder = null)
    {
        var own = Directory.CreateTempSubdirectory("perennial-deployed-");
        var root = new WebRoot(own.FullName);
        foreach (var (label, text) in assets)
        {
            root.Add(label, text, TypeOf(label), isFingerprinted: !label.StartsWith("plain", StringComparison.Ordinal));
        }

        root.Save();
        var site = await TestSite.StartAsync(
            app =>
            {
                app.Environment.WebRootFileProvider = new PhysicalFileProvider(root.Folder);
                var files = app.MapStaticAssets(root.Manifest);
                guard?.Invoke(files);
                if (!isClosed)
                {
                    // Kept pages under a fallback policy are refused at start.
                    app.MapRazorComponents<Root>().WithStaticAssets(root.Manifest);
                    app.MapRazorPages().WithStaticAssets(root.Manifest);
                }

                map?.Invoke(app);
            },
            builder =>
            {
                builder.Services.AddSingleton(new Garden()).AddAntiforgery().AddRazorComponents();
                builder.Services.AddCors();
                builder.Services.AddRazorPages().AddApplicationPart(typeof(Garden).Assembly);
                services?.Invoke(builder);
            },
            use ?? (static app => app.UsePerennial().UseAntiforgery()),
            settings =>
            {
                settings.Deployment.Id = id;
                if (archive is not null)
                {
                    settings.Deployment.AssetArchive.Directory = archive;
                }

                options?.Invoke(settings);
            },
            folder: folder);
        return new(own, root, site);
    }

    private static string TypeOf(string label) => Path.GetExtension(label) switch
    {
        ".js" => "text/javascript",
        ".css" => "text/css",
        _ => "image/svg+xml",
    };

    public async ValueTask DisposeAsync()
    {
        await Site.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
