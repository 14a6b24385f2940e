using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Perennial.Http;

/// <summary>The CORS service of the framework, or of the app, and a note that somebody asked for it.</summary>
internal sealed class NotedCors(ICorsService service) : ICorsService
{
    public CorsResult EvaluatePolicy(HttpContext context, CorsPolicy policy) => service.EvaluatePolicy(context, policy);

    public void ApplyResult(CorsResult result, HttpResponse response)
    {
        service.ApplyResult(result, response);
        var vary = response.Headers.Vary;
        if (vary.Count(static line => line == CorsMarks.Vary) > 1)
        {
            // It stands there already, of a kept answer.
            response.Headers.Vary = vary.Distinct(StringComparer.Ordinal).ToArray();
        }
    }

    /// <summary>Stands before the service that is registered, or that AddCors will register.</summary>
    public static void Add(IServiceCollection services)
    {
        var registered = services.LastOrDefault(static descriptor => descriptor.ServiceType == typeof(ICorsService) && !descriptor.IsKeyedService);
        services.AddSingleton<CorsMarks>();
        services.Add(new(typeof(ICorsService), provider => Make(provider, registered)!, registered?.Lifetime ?? ServiceLifetime.Transient));
    }

    private static NotedCors? Make(IServiceProvider provider, ServiceDescriptor? registered)
    {
        if (provider.GetService<ICorsPolicyProvider>() is null)
        {
            // AddCors was not called, and UseCors says so.
            return null;
        }

        provider.GetRequiredService<CorsMarks>().Note();
        return new(registered switch
        {
            null => new CorsService(provider.GetRequiredService<IOptions<CorsOptions>>(), provider.GetRequiredService<ILoggerFactory>()),
            { ImplementationInstance: { } instance } => (ICorsService)instance,
            { ImplementationFactory: { } factory } => (ICorsService)factory(provider),
            _ => (ICorsService)ActivatorUtilities.CreateInstance(provider, registered.ImplementationType!),
        });
    }
}
