using Microsoft.AspNetCore.Authentication.Cookies;

namespace Site.Editing;

internal static class EditingServices
{
    public static void AddEditing(this IServiceCollection services)
    {
        services.AddScoped<ArticleEditing>();
        services.AddSingleton<EditorPassword>();
        services.AddCascadingAuthenticationState();
        services.AddAuthorization();
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie =>
        {
            cookie.LoginPath = "/editor/login";
            cookie.ReturnUrlParameter = "to";
            cookie.Cookie.Name = "editor";
            cookie.Cookie.SameSite = SameSiteMode.Strict;
            cookie.ExpireTimeSpan = TimeSpan.FromHours(8);
        });
    }
}
