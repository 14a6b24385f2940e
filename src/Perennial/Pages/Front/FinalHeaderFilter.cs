using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Http;

namespace Perennial.Pages.Front;

/// <summary>
/// What no cache may keep although nobody inside could know: callbacks of a starting response run from the last registered
/// to the first, so this one, registered before anything of the app, sees what all others did.
/// </summary>
internal sealed class FinalHeaderFilter : IStartupFilter
{
    public static void Add(IServiceCollection services) =>
        services.Insert(0, ServiceDescriptor.Transient<IStartupFilter, FinalHeaderFilter>());

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(static (context, rest) =>
        {
            context.Response.OnStarting(ApplyAsync, context.Response);
            return rest(context);
        });
        next(app);
    };

    private static Task ApplyAsync(object state)
    {
        var response = (HttpResponse)state;
        var headers = response.Headers;

        // An age is said of kept answers alone (RFC 9111 §5.1), and a cookie belongs to one visitor: sessions and logins in
        // front of UsePerennial write theirs only now, and a shared cache would give it to the next one as well.
        if (headers.SetCookie.Count > 0 && headers.Age.Count > 0)
        {
            FreshnessHeaders.MakePrivate(headers);
        }

        // The framework refuses a host that is not in AllowedHosts before the app runs, and says nothing of caching.
        if (response.StatusCode == StatusCodes.Status400BadRequest && headers.CacheControl.Count == 0)
        {
            headers.CacheControl = FreshnessHeaders.Private;
        }

        return Task.CompletedTask;
    }
}
