using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Perennial.Prerendering;

/// <summary>
/// Starts the web host and none of the app's other hosted services. Asking DI for them would construct every background
/// worker of the app: each could open a queue, or migrate a database, during a build.
/// </summary>
internal sealed class WebHostOnly(IServiceCollection registered)
{
    // Internal to the framework, and the same in every version since 3.0; a test builds with it.
    private const string TypeName = "GenericWebHostService";

    public async Task<IHostedService> StartAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var type = registered
            .Where(static service => service.ServiceType == typeof(IHostedService) && !service.IsKeyedService)
            .Select(static service => service.ImplementationType)
            .LastOrDefault(static type => type?.Name == TypeName)
            ?? throw new UnreachableException($"This host has no {TypeName}: it serves no web site.");
        var host = (IHostedService)ActivatorUtilities.CreateInstance(services, type);
        await host.StartAsync(cancellationToken);
        return host;
    }
}
