using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Perennial.Caching;
using Perennial.Pages;
using Perennial.Pages.Front;
using Perennial.Rules;
using Perennial.Telemetry;

namespace Perennial;

/// <summary>Adds the optional parts to an app.</summary>
public sealed class PerennialBuilder
{
    internal PerennialBuilder(IServiceCollection services) => Services = services;

    /// <summary>The app's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>
    /// Keeps entries in a handler of the app's own in place of files (Next's <c>cacheHandler</c>). One instance serves the
    /// process. What it throws, or is slow with, costs a render and never fails a request.
    /// </summary>
    /// <typeparam name="THandler">The handler, made from the app's services.</typeparam>
    public PerennialBuilder UseCacheHandler<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>()
        where THandler : CacheHandler
    {
        if (Services.Any(static service => service.ServiceType == typeof(CacheHandlerStore)))
        {
            throw new PerennialException("PER1007", $"UseCacheHandler<{typeof(THandler).Name}> comes after another UseCacheHandler, and both keep the same entries. Call it once.");
        }

        Services.TryAddSingleton<THandler>();
        Services.AddSingleton<CacheHandler>(static services => services.GetRequiredService<THandler>());
        Services.AddSingleton<CacheHandlerStore>();
        Services.AddSingleton<IInvalidationObserver>(static services => services.GetRequiredService<CacheHandlerStore>());
        return this;
    }

    /// <summary>Keeps entries, invalidations or leases elsewhere. What no storage brings is the cache folder's; several bring different parts.</summary>
    /// <typeparam name="TProvider">The provider, made from the app's services.</typeparam>
    [Experimental("PERNL001")]
    public PerennialBuilder UseStorage<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TProvider>()
        where TProvider : class, IStorageProvider
    {
        Services.TryAddEnumerable(ServiceDescriptor.Singleton<IStorageProvider, TProvider>());
        return this;
    }

    /// <summary>Makes a section below <c>Perennial</c> of the configuration known, which belongs to another package.</summary>
    public PerennialBuilder AddSettings(SettingsSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        Services.AddSingleton(section);
        return this;
    }

    /// <summary>
    /// Calls the app's monitoring when a server starts and when a request meets an error (Next's <c>instrumentation.ts</c>).
    /// Several are called in the order in which they were added; the same one is added once.
    /// </summary>
    /// <typeparam name="TInstrumentation">The instrumentation, made from the app's services.</typeparam>
    public PerennialBuilder AddInstrumentation<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TInstrumentation>()
        where TInstrumentation : class, IInstrumentation
    {
        Services.TryAddEnumerable(ServiceDescriptor.Singleton<IInstrumentation, TInstrumentation>());
        return this;
    }

    /// <summary>Runs code before every page and file (Next's <c>proxy</c>). At most one.</summary>
    /// <typeparam name="TProxy">The proxy; made for each request from its services, unless the app registered it otherwise.</typeparam>
    /// <param name="matchers">Adds what it sees: route templates, with conditions. Default: every request.</param>
    /// <exception cref="PerennialException">PER1120: there is one already.</exception>
    public PerennialBuilder AddProxy<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TProxy>(
        Action<ProxyMatchers>? matchers = null)
        where TProxy : class, IProxy
    {
        if (Services.FirstOrDefault(static service => service.ServiceType == typeof(ProxyRegistration)) is { ImplementationInstance: ProxyRegistration other })
        {
            throw new PerennialException(
                "PER1120", $"AddProxy<{typeof(TProxy).Name}> was called, and the app has the proxy {other.Type.Name} already. Call one from the other.");
        }

        var seen = new ProxyMatchers();
        matchers?.Invoke(seen);
        Services.TryAddScoped<TProxy>();
        Services.AddSingleton(new ProxyRegistration(typeof(TProxy), seen));
        return this;
    }

    /// <summary>
    /// Lets the app say which hosts are its sites, where they are not known when it starts: tenants. In place of a list in
    /// <see cref="PerennialOptions.OtherSiteUrls"/>. At most one.
    /// </summary>
    /// <typeparam name="TPolicy">The policy; made from the services of a scope, unless the app registered it otherwise.</typeparam>
    /// <exception cref="PerennialException">PER1018: there is one already.</exception>
    public PerennialBuilder AddHostPolicy<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TPolicy>()
        where TPolicy : class, IHostPolicy
    {
        if (Services.FirstOrDefault(static service => service.ServiceType == typeof(HostPolicyRegistration)) is { ImplementationInstance: HostPolicyRegistration other })
        {
            throw new PerennialException(
                "PER1018", $"AddHostPolicy<{typeof(TPolicy).Name}> was called, and the app has the policy {other.Type.Name} already. Call one from the other.");
        }

        Services.TryAddScoped<TPolicy>();
        Services.AddSingleton(new HostPolicyRegistration(typeof(TPolicy)));
        return this;
    }
}
