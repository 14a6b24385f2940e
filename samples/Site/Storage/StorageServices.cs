using Microsoft.Extensions.WebEncoders;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Site.Magazine;
using Site.Shop;

namespace Site.Storage;

internal static class StorageServices
{
    public static void AddStorage(this IServiceCollection services)
    {
        services.AddOptions<SiteOptions>()
            .BindConfiguration("Site")
            .Validate(o => !string.IsNullOrWhiteSpace(o.Database), "Site:Database is empty: give it a file name.")
            .Validate(o => !string.IsNullOrEmpty(o.EditorPassword), "Site:EditorPassword is empty: the editors need one.")
            .ValidateOnStart();
        services.Configure<WebEncoderOptions>(o => o.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.AddSingleton<Seed>();
        services.AddSingleton<SiteStore>();
        services.AddSingleton<Articles>();
        services.AddSingleton<Manuscripts>();
        services.AddSingleton<Products>();
    }
}
