using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Perennial.EndToEnd.App;
using Perennial.EndToEnd.App.Components;

namespace Perennial.EndToEnd.Matrix;

/// <summary>The garden's pages in one kind of endpoint, behind whatever middleware a test puts around them.</summary>
public sealed class GardenSite : IAsyncDisposable
{
    private readonly string _kind;

    private GardenSite(string kind, TestSite site, Garden garden) => (_kind, Site, Garden) = (kind, site, garden);

    /// <summary>Razor component, minimal API, MVC action with a view, Razor Page.</summary>
    public static TheoryData<string> Kinds { get; } = ["component", "minimal", "view", "page"];

    public TestSite Site { get; }

    public Garden Garden { get; }

    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <param name="use">The pipeline; by default <c>UsePerennial</c> and antiforgery.</param>
    /// <param name="services">Further services.</param>
    /// <param name="options">Perennial's options.</param>
    /// <param name="map">Further endpoints, or conventions for the garden's.</param>
    /// <param name="perennial">Adds Perennial's optional parts.</param>
    /// <param name="environment">The environment's name.</param>
    public static async Task<GardenSite> StartAsync(
        string kind,
        Action<WebApplication>? use = null,
        Action<WebApplicationBuilder>? services = null,
        Action<PerennialOptions>? options = null,
        Action<WebApplication, IEndpointConventionBuilder>? map = null,
        Action<PerennialBuilder>? perennial = null,
        string environment = "Production")
    {
        var garden = new Garden();
        var site = await TestSite.StartAsync(
            app =>
            {
                var pages = Map(app, kind);
                map?.Invoke(app, pages);
            },
            builder =>
            {
                builder.Services.AddSingleton(garden).AddAntiforgery();
                builder.Services.AddCors(cors => cors.AddPolicy("partners", static policy => policy.WithOrigins("https://partner.test")));
                Add(builder.Services, kind);
                services?.Invoke(builder);
            },
            use ?? (static app => app.UsePerennial().UseAntiforgery()),
            options,
            environment,
            perennial);
        return new(kind, site, garden);
    }

    /// <summary>The path of a page of this kind.</summary>
    public string Path(string page) => $"/{_kind}/{page}";

    public Task<Answer> GetAsync(string page, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, Path(page), headers);

    public async Task<Answer> SendAsync(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var response = await Site.SendAsync(method, path, request =>
        {
            foreach (var (name, value) in headers)
            {
                Assert.True(request.Headers.TryAddWithoutValidation(name, value), name);
            }
        });
        return await Answer.ReadAsync(response);
    }

    public ValueTask DisposeAsync() => Site.DisposeAsync();

    private static void Add(IServiceCollection services, string kind)
    {
        switch (kind)
        {
            case "component":
                services.AddRazorComponents();
                break;
            case "view":
                services.AddControllersWithViews().AddApplicationPart(typeof(Garden).Assembly);
                break;
            case "page":
                services.AddRazorPages().AddApplicationPart(typeof(Garden).Assembly);
                break;
        }
    }

    private static IEndpointConventionBuilder Map(WebApplication app, string kind)
    {
        switch (kind)
        {
            case "component":
                return app.MapRazorComponents<Root>();
            case "view":
                return app.MapControllers();
            case "page":
                return app.MapRazorPages();
            default:
                var group = app.MapGroup("");
                MinimalPages.Map(group);
                return group;
        }
    }
}
