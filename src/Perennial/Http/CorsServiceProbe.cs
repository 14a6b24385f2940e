using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Perennial.Http;

internal sealed class CorsServiceProbe(ICorsService service) : ICorsService
{
    public CorsResult EvaluatePolicy(HttpContext context, CorsPolicy policy) => service.EvaluatePolicy(context, policy);

    public void ApplyResult(CorsResult result, HttpResponse response)
    {
        service.ApplyResult(result, response);
        var vary = response.Headers.Vary;
        if (vary.Count(static line => line == CorsUsage.Vary) > 1)
        {
            // A kept response has the header already.
            response.Headers.Vary = vary.Distinct(StringComparer.Ordinal).ToArray();
        }
    }

    public static void Add(IServiceCollection services)
    {
        var registered = services.LastOrDefault(static descriptor => descriptor.ServiceType == typeof(ICorsService) && !descriptor.IsKeyedService);
        services.AddSingleton<CorsUsage>();
        services.Add(new(typeof(ICorsService), provider => Make(provider, registered)!, registered?.Lifetime ?? ServiceLifetime.Transient));
    }

    private static CorsServiceProbe? Make(IServiceProvider provider, ServiceDescriptor? registered)
    {
        if (provider.GetService<ICorsPolicyProvider>() is null)
        {
            // AddCors was not called, and UseCors says so.
            return null;
        }

        provider.GetRequiredService<CorsUsage>().Note();
        return new(registered switch
        {
            null => new CorsService(provider.GetRequiredService<IOptions<CorsOptions>>(), provider.GetRequiredService<ILoggerFactory>()),
            { ImplementationInstance: { } instance } => (ICorsService)instance,
            { ImplementationFactory: { } factory } => (ICorsService)factory(provider),
            _ => (ICorsService)ActivatorUtilities.CreateInstance(provider, registered.ImplementationType!),
        });
    }
}
