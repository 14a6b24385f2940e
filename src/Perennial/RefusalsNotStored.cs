using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Perennial.Http;

namespace Perennial;

/// <summary>
/// The framework refuses a host that is not in <c>AllowedHosts</c> before anything of the app runs, and says nothing of
/// caching. Without such a list, this is nothing.
/// </summary>
internal sealed class RefusalsNotStored : IStartupFilter
{
    /// <summary>Before the framework's own, which was there first.</summary>
    public static void Add(IServiceCollection services) =>
        services.Insert(0, ServiceDescriptor.Transient<IStartupFilter, RefusalsNotStored>());

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        var hosts = app.ApplicationServices.GetService<IOptionsMonitor<HostFilteringOptions>>()?.CurrentValue.AllowedHosts;
        if (hosts is { Count: > 0 } && !hosts.Contains("*"))
        {
            app.Use(static (context, rest) =>
            {
                context.Response.OnStarting(ApplyAsync, context.Response);
                return rest(context);
            });
        }

        next(app);
    };

    private static Task ApplyAsync(object state)
    {
        var response = (HttpResponse)state;
        if (response.StatusCode == StatusCodes.Status400BadRequest && response.Headers.CacheControl.Count == 0)
        {
            response.Headers.CacheControl = FreshnessHeaders.Private;
        }

        return Task.CompletedTask;
    }
}
