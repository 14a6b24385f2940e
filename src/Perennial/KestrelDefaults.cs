using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Perennial;

/// <summary>What of Kestrel's own defaults is too patient or too talkative for a server that faces the public.</summary>
internal static class KestrelDefaults
{
    /// <summary>Kestrel's own is 30 s. A browser sends its headers in one packet or two; whoever takes ten seconds is holding a place.</summary>
    private static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Before everything that configures Kestrel, wherever it stands: the app's own settings win.</summary>
    public static void Add(IServiceCollection services) => services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<KestrelServerOptions>>(
        new ConfigureOptions<KestrelServerOptions>(static options =>
        {
            options.AddServerHeader = false;
            options.Limits.RequestHeadersTimeout = HeadersTimeout;
        })));
}
